using System.Collections.Immutable;
using Assay.Diagnostics;
using Assay.Loading;

namespace Assay.Rules;

/// <summary>A file whose code signature macOS does not accept: there is none, it is damaged, or the file was changed after it was signed.</summary>
public sealed class BrokenCodeSignature : CauseRule
{
    /// <inheritdoc/>
    public override RuleInfo Info { get; } = new("A114", "broken-code-signature", nameof(BrokenCodeSignature), "the code signature of a file is missing or does not fit it");

    /// <inheritdoc/>
    public override ImmutableArray<string> Sources { get; } =
    [
        "https://github.com/apple-oss-distributions/xnu (bsd/kern/ubc_subr.c, bsd/kern/kern_cs.c, osfmk/vm/vm_fault.c)",
        "https://github.com/apple-oss-distributions/dyld (dyld/JustInTimeLoader.cpp, mach_o/Image.cpp)",
        "https://developer.apple.com/documentation/security/updating_mac_software",
        "https://github.com/conda-forge/miniforge/issues/190",
        "https://github.com/pythonscad/pythonscad/issues/433",
        "https://github.com/coin-or/python-mip/issues/428",
    ];

    /// <inheritdoc/>
    public override Finding? Explain(FailedImport failed, RuleContext context)
    {
        if (failed.Load is not { Kind: LoadFailureKind.CodeSignature } load) return null;
        string file = load.Culprit ?? load.Opened;
        string title = failed.Walk.Outcome == VerdictKind.Crashes
            ? $"{Quoted(file)} was changed after it was signed, and macOS ends the process that loads it"
            : IsUnsigned(load)
            ? $"{Quoted(file)} has no code signature, and a native process of Apple Silicon takes no code without one"
            : $"the code signature of {Quoted(file)} is damaged";
        return Cause(failed, title, file) with { Remedies = [new Remedy.Sign(file), .. ReinstallOwner(context, file)] };
    }

    // The loader points to the load command that is not there.
    private static bool IsUnsigned(LoadFailure load) => load.Evidence is [{ Field: "ncmds" }, ..];
}
