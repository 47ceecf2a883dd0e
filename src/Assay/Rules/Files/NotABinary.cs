using System.Collections.Immutable;
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
        string? what = failed.Culprit?.Shape switch
        {
            FileShape.LfsPointer => "a Git LFS pointer, not the file it stands for",
            FileShape.Html => "a web page",
            FileShape.Text => "text",
            FileShape.Archive => "an archive",
            FileShape.Zeros => "nothing but zero bytes",
            FileShape.Other when load.Kind == LoadFailureKind.NotABinary => "no binary of any known format",
            null when load.Kind == LoadFailureKind.NotABinary => "no binary of this system",
            _ => null,
        };
        if (what is null) return null;
        string file = load.Culprit ?? load.Opened;
        Finding finding = Cause(failed, $"{Quoted(file)} is {what}", file);
        if (failed.Culprit is { Beginning.Length: > 0 } glance)
            finding = finding with { Notes = [.. finding.Notes, $"the file is {glance.Length} bytes long and begins with `{glance.Beginning}`"] };
        Remedy cure = failed.Culprit?.Shape == FileShape.LfsPointer
            ? new Remedy.Advise("run `git lfs pull` where the file was checked out, then copy or install it again")
            : new Remedy.Advise("fetch the file again from where it came and compare its size");
        return finding with { Remedies = [.. ReinstallOwner(context, file), cure] };
    }
}
