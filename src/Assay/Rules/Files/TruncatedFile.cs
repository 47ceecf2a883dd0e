using System.Collections.Immutable;
using Assay.Diagnostics;
using Assay.Loading;

namespace Assay.Rules;

/// <summary>A binary that ends before what its own headers promise.</summary>
public sealed class TruncatedFile : CauseRule
{
    /// <inheritdoc/>
    public override RuleInfo Info { get; } = new("A001", "truncated-file", nameof(TruncatedFile), "a binary file ends before its own headers say it should");

    /// <inheritdoc/>
    public override ImmutableArray<string> Sources { get; } =
    [
        "https://refspecs.linuxfoundation.org/elf/gabi4+/ch5.pheader.html (p_offset and p_filesz)",
        "https://sourceware.org/git/?p=glibc.git;a=blob;f=elf/dl-load.c (file too short)",
    ];

    /// <inheritdoc/>
    public override Finding? Explain(FailedImport failed, RuleContext context)
    {
        if (failed.Load is not { Kind: LoadFailureKind.TooShort or LoadFailureKind.Truncated } load) return null;
        string file = load.Culprit ?? load.Opened;
        string title = failed.Culprit switch
        {
            { Length: 0 } => $"{Quoted(file)} is empty",
            { } glance => $"{Quoted(file)} is cut off after {glance.Length} bytes",
            null => $"{Quoted(file)} is cut off",
        };
        return Cause(failed, title, file) with { Remedies = [.. ReinstallOwner(context, file), new Remedy.Advise("look for the reason first: a full disk, an interrupted copy or download")] };
    }
}
