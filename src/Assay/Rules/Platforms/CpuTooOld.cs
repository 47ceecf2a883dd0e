using System.Collections.Immutable;
using Assay.Diagnostics;
using Assay.Loading;

namespace Assay.Rules;

/// <summary>A library marked for a processor level that this processor does not reach.</summary>
public sealed class CpuTooOld : CauseRule
{
    /// <inheritdoc/>
    public override RuleInfo Info { get; } = new("A209", "cpu-too-old", nameof(CpuTooOld), "a library asks for instructions this processor does not have");

    /// <inheritdoc/>
    public override ImmutableArray<string> Sources { get; } = ["https://gitlab.com/x86-psABIs/x86-64-ABI (micro-architecture levels; GNU_PROPERTY_X86_ISA_1_NEEDED)"];

    /// <inheritdoc/>
    public override Finding? Explain(FailedImport failed, RuleContext context)
    {
        if (failed.Load is not { Kind: LoadFailureKind.CpuLevel } load) return null;
        string file = load.Culprit ?? load.Opened;
        return Cause(failed, $"{Quoted(file)} asks for a newer processor than {context.Target.Cpu ?? "this one"}", file) with
        {
            Remedies = [new Remedy.Advise("install a build for the baseline of the architecture; in a virtual machine, pass the host's processor through")],
        };
    }
}
