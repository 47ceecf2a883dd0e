using System.Collections.Immutable;
using Assay.Diagnostics;
using Assay.Loading;

namespace Assay.Rules;

/// <summary>A binary whose segments fit no page size: a tool rewrote it after it was linked.</summary>
public sealed class MisalignedSegment : CauseRule
{
    /// <summary>The smallest page any supported system uses, in bytes.</summary>
    private const int SmallestPage = 4096;

    /// <inheritdoc/>
    public override RuleInfo Info { get; } = new("A004", "misaligned-segment", nameof(MisalignedSegment), "a segment's address and file offset disagree, as after strip was run over a patched library");

    /// <inheritdoc/>
    public override ImmutableArray<string> Sources { get; } =
    [
        "https://refspecs.linuxfoundation.org/elf/gabi4+/ch5.pheader.html (p_align)",
        "https://github.com/numpy/numpy/issues/20101",
        "https://github.com/pypa/auditwheel/issues/716",
    ];

    /// <inheritdoc/>
    public override Finding? Explain(FailedImport failed, RuleContext context)
    {
        if (failed.Load is not { Kind: LoadFailureKind.MisalignedSegment } load || context.Target.PageSize > SmallestPage) return null;
        string file = load.Culprit ?? load.Opened;
        return Cause(failed, $"{Quoted(file)} has a segment that no page size fits", file) with
        {
            Remedies = [.. ReinstallOwner(context, file), new Remedy.Advise("leave installed libraries unstripped: `strip` destroys what `patchelf` arranged")],
        };
    }
}
