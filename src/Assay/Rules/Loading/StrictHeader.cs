using System.Collections.Immutable;
using Assay.Diagnostics;
using Assay.Loading;

namespace Assay.Rules;

/// <summary>A header that older versions of macOS let pass and this one does not.</summary>
public sealed class StrictHeader : CauseRule
{
    /// <inheritdoc/>
    public override RuleInfo Info { get; } = new("A119", "strict-header", nameof(StrictHeader), "the headers of a file break a rule that this version of macOS enforces");

    /// <inheritdoc/>
    public override ImmutableArray<string> Sources { get; } =
    [
        "https://github.com/apple-oss-distributions/dyld (mach_o/UnsafeHeader.cpp, mach_o/Policy.cpp: enforced since dyld 1284)",
        "https://github.com/conda-forge/python-feedstock/issues/779",
        "https://github.com/tpoechtrager/cctools-port/issues/166",
    ];

    /// <inheritdoc/>
    public override Finding? Explain(FailedImport failed, RuleContext context)
    {
        if (failed.Load is not { Kind: LoadFailureKind.StrictHeader } load) return null;
        string file = load.Culprit ?? load.Opened;
        return Cause(failed, $"the headers of {Quoted(file)} break a rule that {MachHeaderWords.System(context.Target)} enforces", file) with
        {
            Notes = [.. PythonText.Behind(failed), MachHeaderWords.Gate(failed.Culprit)],
            Remedies = [.. UpgradeOwner(context, file), .. ReinstallOwner(context, file), new Remedy.Advise("if you build it: link it with Apple's linker, and change nothing in it afterwards")],
        };
    }
}
