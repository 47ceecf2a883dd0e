using System.Collections.Immutable;
using Assay.Diagnostics;
using Assay.Loading;
using Assay.Targets;

namespace Assay.Rules;

/// <summary>The processor cannot run the interpreter: no Rosetta 2 for one of x86_64, or one of arm64 on an Intel Mac.</summary>
public sealed class NoRosetta : CauseRule
{
    /// <inheritdoc/>
    public override RuleInfo Info { get; } = new("A215", "no-rosetta", nameof(NoRosetta), "the interpreter has no code for this processor, and nothing translates it");

    /// <inheritdoc/>
    public override Closeness Closeness => Closeness.Family;

    /// <inheritdoc/>
    public override ImmutableArray<string> Sources { get; } =
    [
        "https://github.com/apple-oss-distributions/xnu (bsd/kern/mach_loader.c, bsd/dev/arm/kern_machdep.c: EBADARCH)",
        "https://support.apple.com/en-us/102527 (Rosetta)",
        "https://github.com/thousandbrainsproject/tbp.monty/issues/81",
    ];

    /// <inheritdoc/>
    public override Finding? Explain(FailedImport failed, RuleContext context)
    {
        if (context.Target.Os != OperatingSystemKind.MacOs || failed.Load is not { Kind: LoadFailureKind.WrongArchitecture } load || !load.Message.EndsWith("Bad CPU type in executable", StringComparison.Ordinal)) return null;
        string have = PlatformWords.List(failed.Culprit, OperatingSystemKind.MacOs);
        string run = PlatformWords.Of(context.Target.Architecture, OperatingSystemKind.MacOs);
        return Cause(failed, $"{Quoted(load.Culprit)} has only {have} code and cannot be started as {run}", load.Culprit) with
        {
            Remedies = [new Remedy.Advise($"use a Python that has {run} code: the universal one of python.org, or one from conda made with `CONDA_SUBDIR={(run == "x86_64" ? "osx-64" : "osx-arm64")}`")],
        };
    }

    /// <inheritdoc/>
    public override IEnumerable<Finding> Observe(RuleContext context)
    {
        if (context.MacOs?.HasRosetta != false || !RosettaWords.IsTranslated(context)) yield break;
        yield return new Finding
        {
            Code = Info.Code,
            Severity = Severity.Warning,
            Title = $"{Quoted(context.Environment.RealExecutable)} has only x86_64 code, and this system has no Rosetta 2 to translate it",
            Path = context.Environment.RealExecutable,
            Notes = ["on Apple Silicon the shell will say: Bad CPU type in executable"],
            Remedies = [new Remedy.InstallRosetta(), new Remedy.Recreate("this Python and its packages are x86_64")],
            Sources = Sources,
        };
    }
}
