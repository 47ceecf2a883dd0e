using System.Collections.Immutable;
using Assay.Binaries;
using Assay.Diagnostics;
using Assay.Loading;

namespace Assay.Rules;

/// <summary>Something else saved under the name of a library.</summary>
public sealed class NotABinary : CauseRule
{
    /// <inheritdoc/>
    public override RuleInfo Info { get; } = new("A002", "not-a-binary", nameof(NotABinary), "a file named like a library holds something else: text, a web page, a placeholder");

    /// <inheritdoc/>
    public override Closeness Closeness => Closeness.Family;

    /// <inheritdoc/>
    public override ImmutableArray<string> Sources { get; } =
    [
        "https://github.com/git-lfs/git-lfs/blob/main/docs/spec.md (the pointer file)",
        "https://sourceware.org/git/?p=glibc.git;a=blob;f=elf/dl-load.c (invalid ELF header)",
    ];

    /// <inheritdoc/>
    public override Finding? Explain(FailedImport failed, RuleContext context)
    {
        if (failed.Load is not { Kind: LoadFailureKind.NotABinary or LoadFailureKind.TooShort or LoadFailureKind.InvalidHeader } load) return null;
        if (failed.Culprit is { Format: not BinaryFormat.Unknown } or { Length: 0 }) return null;
        string what = failed.Culprit?.LooksLike ?? "no binary";
        string file = load.Culprit ?? load.Opened;
        Remedy cure = what.Contains("LFS", StringComparison.Ordinal)
            ? new Remedy.Advise("run `git lfs pull` where the file was checked out, then copy or install it again")
            : new Remedy.Advise("fetch the file again from where it came and compare its size");
        return Cause(failed, $"{Quoted(file)} is {what}, not a library", file) with { Remedies = [.. ReinstallOwner(context, file), cure] };
    }
}
