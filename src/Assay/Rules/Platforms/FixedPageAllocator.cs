using System.Collections.Immutable;
using Assay.Diagnostics;

namespace Assay.Rules;

/// <summary>A jemalloc inside an extension module, on a kernel with large memory pages: it may have been built for smaller ones.</summary>
public sealed class FixedPageAllocator : Rule
{
    /// <inheritdoc/>
    public override RuleInfo Info { get; } = new("A222", "fixed-page-allocator", nameof(FixedPageAllocator), "an allocator that was built for one size of memory pages meets a kernel with large ones");

    /// <inheritdoc/>
    public override ImmutableArray<string> Sources { get; } =
    [
        "https://github.com/jemalloc/jemalloc/blob/dev/src/pages.c (pages_boot)",
        "https://github.com/jemalloc/jemalloc/issues/2571",
        "https://github.com/astral-sh/uv/issues/6528",
        "https://github.com/home-assistant/core/issues/103173",
    ];

    /// <inheritdoc/>
    public override IEnumerable<Finding> Examine(RuleContext context)
    {
        foreach (string file in context.FixedPageAllocators)
        {
            yield return new Finding
            {
                Code = Info.Code,
                Severity = Severity.Note,
                Title = $"`{Primitives.PosixPath.Name(file)}` carries jemalloc, which was built for one size of memory pages; this kernel's are {context.Target.PageSize / 1024} KiB",
                Path = file,
                Notes = ["which size is not to be read; built for smaller ones, it ends the process: `<jemalloc>: Unsupported system page size`"],
                Remedies =
                [
                    .. context.OwnerOf(file) is { } owner ? [new Remedy.Upgrade(owner.Name)] : ImmutableArray<Remedy>.Empty,
                    new Remedy.Advise("or boot a kernel with 4 KiB pages; who builds it sets `JEMALLOC_SYS_WITH_LG_PAGE=16`"),
                ],
                Sources = Sources,
            };
        }
    }
}
