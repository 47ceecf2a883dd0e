using Assay.Diagnostics;
using Assay.Examination;
using Assay.Primitives;
using Assay.Tests.Fixtures;

namespace Assay.Tests.Reality;

/// <summary>A virtual environment that is filled by the real pip, and what the real interpreter and Assay say of an import in it.</summary>
internal sealed class InstalledEnvironment : IDisposable
{
    private readonly TemporaryDirectory folder = new();

    public InstalledEnvironment()
    {
        Path = System.IO.Path.Combine(folder.Path, "env");
        Shell.Run(Needs.DebianPython(), "-m", "venv", "--without-pip", Path);
    }

    /// <summary>The environment.</summary>
    public string Path { get; }

    /// <summary>Its directory of packages.</summary>
    public string Site => System.IO.Path.Combine(Path, "lib/python3.11/site-packages");

    /// <summary>Where wheels for it are written.</summary>
    public string Wheels => folder.Folder("wheels");

    /// <summary>Its interpreter.</summary>
    public string Python => System.IO.Path.Combine(Path, "bin/python");

    /// <summary>Has the real pip install a wheel, and nothing that it requires.</summary>
    public void Install(string wheel) => Pip("install", "--no-index", "--no-deps", "--no-compile", "--quiet", wheel);

    /// <summary>Runs the real pip for this environment.</summary>
    public string Pip(params string[] words) => Shell.Run(Needs.DebianPython(), ["-m", "pip", "--python", Python, "--disable-pip-version-check", .. words]);

    /// <summary>Replaces an installed file.</summary>
    public void Change(string file, string content)
    {
        string path = System.IO.Path.Combine(Site, file);
        File.Delete(path);
        File.WriteAllText(path, content);
    }

    /// <summary>Holds the verdict against the real interpreter: outcome, exception and text.</summary>
    /// <param name="import">What is imported.</param>
    /// <returns>Everything that Assay found.</returns>
    public TargetExamination Agree(string import)
    {
        RealOutcome real = RealPython.Import([Python], import, folder.Path);
        ExaminationResult result = Examiner.Run(new ExaminationRequest { Subject = Path, Imports = [import], WorkingDirectory = folder.Path }, new HostMachine());
        Assert.True(result.Fault is null, result.Fault?.ToString());
        TargetExamination ours = Assert.Single(result.Targets);
        Verdict verdict = Assert.Single(ours.Imports).Verdict;
        string expected = real.Outcome == "imports" ? "imports" : $"{real.Outcome} {real.Exception}: {real.Message}";
        Assert.Equal(expected, verdict.Kind == VerdictKind.Imports ? "imports" : $"{verdict.Kind.ToString().ToLowerInvariant()} {verdict.Exception}: {verdict.Message}");
        if (verdict.Kind == VerdictKind.Imports) Assert.DoesNotContain(ours.Findings, finding => finding.Severity == Severity.Error);
        return ours;
    }

    /// <summary>The one finding with a code.</summary>
    public static Finding The(TargetExamination examination, string code) => Assert.Single(examination.Findings, finding => finding.Code == code);

    public void Dispose() => folder.Dispose();
}
