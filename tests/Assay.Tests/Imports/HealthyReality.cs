using Assay.Diagnostics;
using Assay.Examination;
using Assay.Primitives;
using Assay.Tests.Fixtures;
using Assay.Tests.Reality;

namespace Assay.Tests.Imports;

/// <summary>Healthy environments: the verdict on every top-level module beside what the real interpreter does with it.</summary>
[Trait("speed", "slow")]
public sealed class HealthyReality(ITestOutputHelper output)
{
    [Fact]
    public void Every_module_of_Debian()
    {
        string python = Needs.DebianPython();
        Agree("/usr", null, [python]);
    }

    [Fact]
    public void Every_module_of_a_venv()
    {
        string venv = Needs.Asset("venv");
        Agree(venv, null, [Path.Combine(venv, "bin", "python3")]);
    }

    [Fact]
    public void Every_module_of_a_root_of_Debian_13()
    {
        string root = Needs.Asset("trixie");
        Agree("/usr", root, [Needs.Existing("/usr/sbin/chroot", "chroot"), root, "/usr/bin/python3"]);
    }

    [Fact]
    public void A_foreign_root_has_no_errors()
    {
        ExaminationResult result = Examiner.Run(new ExaminationRequest { Subject = "/usr", Root = Needs.Asset("arm64"), Imports = ["sklearn", "pandas", "matplotlib"] }, new HostMachine());
        Assert.All(result.Targets[0].Imports, import => Assert.Equal(VerdictKind.Imports, import.Verdict.Kind));
        Assert.DoesNotContain(result.Targets[0].Findings, finding => finding.Severity == Severity.Error);
    }

    private void Agree(string subject, string? root, string[] command)
    {
        ExaminationResult result = Examiner.Run(new ExaminationRequest { Subject = subject, Root = root }, new HostMachine());
        Assert.Null(result.Fault);
        Verdict[] verdicts = [.. result.Targets[0].Imports.Select(import => import.Verdict)];
        int unknown = 0;
        List<string> wrong = [];
        string nowhere = Directory.CreateTempSubdirectory("assay-nowhere-").FullName;
        foreach (Verdict verdict in verdicts)
        {
            RealOutcome real = RealPython.Import(command, verdict.Import, nowhere, new Dictionary<string, string> { ["HOME"] = "/root" });
            bool agrees = verdict.Kind.ToString().Equals(real.Outcome, StringComparison.OrdinalIgnoreCase)
                && (verdict.Kind != VerdictKind.Fails || (verdict.Exception == real.Exception && (verdict.Message == real.Message || verdict.Certainty != Certainty.Certain)));
            if (agrees) continue;
            string line = $"{verdict.Import}: {verdict.Kind} {verdict.Exception} {verdict.Message}; really {real.Outcome} {real.Exception} {real.Message}";
            output.WriteLine(line);
            if (verdict.Kind == VerdictKind.Unknown) unknown++;
            else wrong.Add(line);
        }

        Directory.Delete(nowhere);
        output.WriteLine($"{subject} {root}: {verdicts.Length} modules, {verdicts.Length - unknown - wrong.Count} as predicted, {unknown} not decided, {wrong.Count} wrong");
        Assert.True(verdicts.Length > 3);
        Assert.Empty(wrong);
        Assert.True(unknown * 100 <= verdicts.Length * 3, $"{unknown} of {verdicts.Length} are not decided");
    }
}
