namespace Assay.Binaries.Elf;

/// <summary>A piece of an assembled file. Its content is made twice: once for its length, which fixes all places, and once with the places known.</summary>
/// <param name="alignment">The alignment of its place, in bytes.</param>
/// <param name="content">Makes the content; its length must not depend on any place.</param>
internal sealed class ElfPart(int alignment, Func<byte[]> content)
{
    public int Alignment { get; } = alignment;

    public int Size { get; private set; }

    /// <summary>Where it is in the file, in bytes.</summary>
    public long Offset { get; private set; }

    /// <summary>Where it is in memory.</summary>
    public ulong Address { get; private set; }

    public byte[] Content() => content();

    /// <summary>Settles its place behind another part.</summary>
    /// <param name="end">Where that one ends in the file.</param>
    /// <param name="shift">What addresses are ahead of offsets.</param>
    /// <returns>Where this one ends in the file.</returns>
    public long Place(long end, ulong shift)
    {
        Size = content().Length;
        Offset = (end + Alignment - 1) / Alignment * Alignment;
        Address = unchecked((ulong)Offset + shift);
        return Offset + Size;
    }
}
