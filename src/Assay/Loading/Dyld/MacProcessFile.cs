using System.Collections.Immutable;
using Assay.Binaries.MachO;
using Assay.Imports;
using Assay.Loading.Instructions;

namespace Assay.Loading.Dyld;

/// <summary>A file in a process of macOS.</summary>
/// <param name="Path">Its path with all links followed.</param>
/// <param name="Image">The slice that is mapped.</param>
public sealed record MacProcessFile(string Path, MachOImage Image)
{
    /// <summary>The files of a process so far, in load order; none for other systems.</summary>
    /// <param name="loader">The loader of the process.</param>
    public static ImmutableArray<MacProcessFile> Of(IExtensionLoader loader) =>
        (loader is CheckingLoader checking ? checking.Inner : loader) is DyldLoader dyld ? [.. dyld.Files] : [];
}
