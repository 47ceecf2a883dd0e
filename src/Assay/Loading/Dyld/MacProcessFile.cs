using Assay.Binaries.MachO;

namespace Assay.Loading.Dyld;

/// <summary>A file in a process of macOS.</summary>
/// <param name="Path">Its path with all links followed.</param>
/// <param name="Image">The slice that is mapped.</param>
public sealed record MacProcessFile(string Path, MachOImage Image);
