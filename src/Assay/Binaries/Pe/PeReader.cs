using Assay.Primitives;

namespace Assay.Binaries.Pe;

/// <summary>Reads the headers of a Pe file.</summary>
internal static class PeReader
{
    /// <summary>Reads what the headers say.</summary>
    /// <param name="source">The file; owned by the result.</param>
    public static BinaryFile Read(ByteSource source) => new(BinaryFormat.Pe, source.Length, [], [], source);
}
