using Assay.Primitives;

namespace Assay.Binaries.Elf;

/// <summary>Bytes of the file and where they are in it.</summary>
/// <param name="Bytes">The bytes; fewer than asked for when the file ends.</param>
/// <param name="Offset">Where the first of them is in the file.</param>
/// <param name="BigEndian">The byte order of numbers in them.</param>
internal readonly record struct ElfTable(ReadOnlyMemory<byte> Bytes, FileOffset Offset, bool BigEndian)
{
    public int Length => Bytes.Length;

    public ByteReader Reader(string record) => new(Bytes.Span, Offset, BigEndian, record);
}
