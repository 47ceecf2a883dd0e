using Assay.Primitives;

namespace Assay.Binaries.Elf;

/// <summary>One program header (Elf32_Phdr, Elf64_Phdr).</summary>
/// <param name="Index">Its place in the table, from 0.</param>
/// <param name="Type"><c>p_type</c>.</param>
/// <param name="Flags"><c>p_flags</c>: 1 execute, 2 write, 4 read.</param>
/// <param name="Offset"><c>p_offset</c>.</param>
/// <param name="Address"><c>p_vaddr</c>.</param>
/// <param name="FileSize"><c>p_filesz</c>, in bytes.</param>
/// <param name="MemorySize"><c>p_memsz</c>, in bytes.</param>
/// <param name="Alignment"><c>p_align</c>, in bytes.</param>
public sealed record ElfSegment(int Index, uint Type, uint Flags, FileOffset Offset, VirtualAddress Address, ulong FileSize, ulong MemorySize, ulong Alignment)
{
    /// <summary>True for PT_LOAD, the parts that are mapped.</summary>
    public bool IsLoad => Type == ElfConstants.PT_LOAD;

    /// <summary>The type without its <c>PT_</c>, in hexadecimal when it has no name here.</summary>
    public string TypeName => ElfNames.SegmentType(Type);

    /// <summary>True when the bytes of the segment reach behind the end of a file of the given length.</summary>
    /// <param name="fileLength">The length of the file in bytes.</param>
    public bool EndsBeyond(long fileLength) =>
        FileSize > 0 && (Offset.Value < 0 || FileSize > (ulong)fileLength || Offset.Value > fileLength - (long)FileSize);

    /// <summary>The test that ld.so makes before it maps a PT_LOAD: address and offset agree modulo the page size (elf/dl-load.c, glibc 2.35 and later).</summary>
    /// <param name="pageSize">The page size in bytes, a power of two.</param>
    public bool IsPageCongruent(long pageSize) => (((long)Address.Value - Offset.Value) & (pageSize - 1)) == 0;

    internal static int SizeOf(bool wide) => wide ? 56 : 32;

    internal static ElfSegment Read(ref ByteReader reader, int index, bool wide)
    {
        // Elf64_Phdr moved p_flags up so that the 64-bit fields are aligned.
        uint type = reader.ReadUInt32();
        uint flags = wide ? reader.ReadUInt32() : 0;
        FileOffset offset = new(unchecked((long)reader.ReadWord(wide)));
        VirtualAddress address = new(reader.ReadWord(wide));
        reader.ReadWord(wide); // p_paddr means nothing here
        ulong fileSize = reader.ReadWord(wide);
        ulong memorySize = reader.ReadWord(wide);
        if (!wide) flags = reader.ReadUInt32();
        return new ElfSegment(index, type, flags, offset, address, fileSize, memorySize, reader.ReadWord(wide));
    }
}
