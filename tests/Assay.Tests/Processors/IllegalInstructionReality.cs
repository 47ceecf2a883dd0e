using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;
using Assay.Diagnostics;
using Assay.Examination;
using Assay.Primitives;
using Assay.Targets;

namespace Assay.Tests.Processors;

/// <summary>
/// Imports on processors that lack what some code needs: emulated, and predicted. Every import that ends with SIGILL must have been said to crash, and none that works may have been
/// accused.
/// </summary>
[Trait("speed", "slow")]
public sealed class IllegalInstructionReality(ITestOutputHelper output)
{
    private readonly List<string> wrong = [];

    [Fact]
    public void On_x86_64()
    {
        using EmulatedRoot root = new(Architecture.X86_64);
        Agree(root, "/opt/venv", root.Modules, EmulatedProcessor.X86Models);
        Agree(root, "/opt/venv", ImportPlans.Wheels, ["kvm64", "Penryn", "Nehalem", "SandyBridge", "Haswell", "EPYC"]);
        if (!root.HasCryptography) output.WriteLine("no python3-cryptography on this machine: left out");
        Agree(root, "/usr", root.HasCryptography ? [.. ImportPlans.Cryptography, .. ImportPlans.Debian] : ImportPlans.Debian, ["qemu64", "Westmere", "max"]);
        Holds();
    }

    [Fact]
    public void On_aarch64()
    {
        using EmulatedRoot root = new(Architecture.Arm64);
        Agree(root, "/opt/venv", root.Modules, EmulatedProcessor.ArmModels);
        Agree(root, "/opt/venv", ImportPlans.ArmWheels, ["cortex-a53", "cortex-a76", "a64fx"]);
        Agree(root, "/usr", ImportPlans.Debian, ["cortex-a72", "max"]);
        Holds();
    }

    private void Agree(EmulatedRoot root, string subject, string[] lines, string[] models)
    {
        Stopwatch watch = Stopwatch.StartNew();
        EmulatedProcessor[] processors = EmulatedProcessor.Ask(root, models);
        ConcurrentDictionary<string, Dictionary<string, string>> real = [];
        Parallel.ForEach(processors, new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount }, processor => real[processor.Model] = root.Import(processor.Model, subject + "/bin/python3", lines));
        output.WriteLine($"{processors.Length} processors emulated in {watch.ElapsedMilliseconds} ms");
        watch.Restart();

        ImmutableArray<string> imports = [.. lines.Select(line => line.Trim())];
        ExaminationRequest request = new() { Subject = subject, Root = root.Path, Imports = imports };
        Target own = Assert.Single(Examiner.Run(request with { Imports = imports[..1] }, new HostMachine()).Targets).Target;
        ExaminationResult result = Examiner.Run(request with { Targets = [.. processors.Select(processor => own with { Features = processor.Features })] }, new HostMachine());
        Assert.True(result.Fault is null, result.Fault?.ToString());
        output.WriteLine($"examined in {watch.ElapsedMilliseconds} ms");

        int signals = 0, worked = 0, raised = 0, before = wrong.Count;
        foreach ((EmulatedProcessor processor, TargetExamination examined) in processors.Zip(result.Targets))
            foreach (Verdict verdict in examined.Imports.Select(import => import.Verdict))
            {
                if (!real[processor.Model].TryGetValue(verdict.Import, out string? outcome)) continue;
                if (outcome == "imported") worked++;
                else if (outcome == "signal 4") signals++;
                else raised++;
                if (!Agrees(outcome, verdict, examined)) wrong.Add(string.Create(CultureInfo.InvariantCulture, $"{processor.Model} {verdict.Import}: really {Short(outcome)}; predicted {verdict.Kind} {verdict.Signal}{verdict.Exception} {Short(verdict.Message ?? "")}"));
            }

        output.WriteLine($"{worked} imports work, {signals} end with SIGILL, {raised} raise; {wrong.Count - before} are predicted otherwise");
        Assert.True(worked > 0);
    }

    private void Holds()
    {
        foreach (string line in wrong) output.WriteLine(line);
        Assert.Empty(wrong);
    }

    // An error is the fault of one of the imports: with a crash or a failure among them there is no saying whose, and the verdict is what counts.
    private static bool Agrees(string outcome, Verdict verdict, TargetExamination examined) => outcome switch
    {
        "imported" => verdict.Kind == VerdictKind.Imports && !examined.Findings.Any(finding => finding.Severity == Severity.Error && verdict.Findings.Contains(finding.Code)),
        "signal 4" => verdict is { Kind: VerdictKind.Crashes, Signal: "SIGILL" },

        // numpy's own check of the processor; modules that need numpy put it into words of theirs.
        _ => verdict.Kind is VerdictKind.Fails or VerdictKind.Unknown,
    };

    private static string Short(string text) => text.Length > 90 ? text[..90].Replace('\n', ' ') + "..." : text.Replace('\n', ' ');
}
