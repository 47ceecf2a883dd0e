using Assay.Primitives;

namespace Assay.Binaries.MachO;

/// <summary>Reads the headers of a MachO file.</summary>
internal static class MachOReader
{
    /// <summary>Reads what the headers say.</summary>
    /// <param name="source">The file; owned by the result.</param>
    public static BinaryFile Read(ByteSource source) => new(BinaryFormat.MachO, source.Length, [], [], source);
}
