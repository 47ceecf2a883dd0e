using System.Collections.Immutable;
using Assay.Diagnostics;
using Assay.Loading;

namespace Assay.Rules;

/// <summary>A binary linked for small memory pages on a kernel with large ones.</summary>
public sealed class PageSizeTooLarge : CauseRule
{
    private const int OrdinaryPage = 4096;

    /// <inheritdoc/>
    public override RuleInfo Info { get; } = new("A206", "page-size-too-large", nameof(PageSizeTooLarge), "a binary is laid out for smaller memory pages than this kernel uses");

    /// <inheritdoc/>
    public override ImmutableArray<string> Sources { get; } =
    [
        "https://refspecs.linuxfoundation.org/elf/gabi4+/ch5.pheader.html (p_align)",
        "https://github.com/numpy/numpy/issues/16677",
        "https://github.com/pypa/auditwheel/issues/251",
    ];

    /// <inheritdoc/>
    public override Finding? Explain(FailedImport failed, RuleContext context)
    {
        if (failed.Load is not { Kind: LoadFailureKind.MisalignedSegment } load || context.Target.PageSize <= OrdinaryPage) return null;
        string file = load.Culprit ?? load.Opened;
        ImmutableArray<Remedy> upgrade = context.OwnerOf(file) is { } owner ? [new Remedy.Install($"{owner.Name}>{owner.Version}")] : [];
        return Cause(failed, $"{Quoted(file)} is not laid out for memory pages of {context.Target.PageSize / 1024} KiB", file) with
        {
            Remedies = [.. upgrade, new Remedy.Advise("or boot a kernel with 4 KiB pages (Raspberry Pi 5: `kernel=kernel8.img` in `/boot/firmware/config.txt`)")],
        };
    }
}
