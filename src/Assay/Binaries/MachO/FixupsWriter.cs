using Assay.Primitives;
using static Assay.Binaries.MachO.MachOConstants;

namespace Assay.Binaries.MachO;

/// <summary>Writes what dyld binds: every wanted symbol goes into one pointer of one segment, in the order of the description.</summary>
internal static class FixupsWriter
{
    private const ushort DYLD_CHAINED_PTR_64_OFFSET = 6;
    private const int ChainStride = 4;

    /// <summary>The regular bind opcodes, and the weak ones for the coalesced symbols at the end.</summary>
    /// <param name="wants">The symbols.</param>
    /// <param name="segment">The index of the segment with the pointers.</param>
    /// <param name="pointerSize">The size of a pointer in bytes.</param>
    public static (byte[] Bind, byte[] WeakBind) WriteOpcodes(IReadOnlyList<BoundSymbol> wants, int segment, int pointerSize)
    {
        int regular = wants.Count;
        while (regular > 0 && wants[regular - 1].Ordinal == BIND_SPECIAL_DYLIB_WEAK_LOOKUP) regular--;
        return (Opcodes(wants, 0, regular, weak: false), Opcodes(wants, regular, wants.Count, weak: true));

        byte[] Opcodes(IReadOnlyList<BoundSymbol> all, int from, int to, bool weak)
        {
            if (from == to) return [];
            ByteWriter writer = new(bigEndian: false);
            for (int index = from; index < to; index++)
            {
                BoundSymbol want = all[index];
                if (!weak) WriteOrdinal(writer, want.Ordinal);
                writer.Byte((byte)(BIND_OPCODE_SET_SYMBOL_TRAILING_FLAGS_IMM | (want.IsWeak ? BIND_SYMBOL_FLAGS_WEAK_IMPORT : 0))).CString(want.Name);
                if (index == from)
                    writer.Byte(BIND_OPCODE_SET_TYPE_IMM | 1).Byte((byte)(BIND_OPCODE_SET_SEGMENT_AND_OFFSET_ULEB | segment)).Uleb128((ulong)(index * pointerSize));
                writer.Byte(BIND_OPCODE_DO_BIND);
            }

            return writer.Byte(BIND_OPCODE_DONE).Align(pointerSize).ToArray();
        }
    }

    /// <summary>The chained fixups with their imports table.</summary>
    /// <param name="wants">The symbols.</param>
    /// <param name="format">The format of the imports table, 1 to 3.</param>
    /// <param name="segment">The index of the segment with the pointers.</param>
    /// <param name="segmentCount">How many segments there are.</param>
    /// <param name="segmentOffset">Where that segment is in memory, from the image's base.</param>
    /// <param name="pageSize">Bytes per page.</param>
    public static byte[] WriteChained(IReadOnlyList<BoundSymbol> wants, uint format, int segment, int segmentCount, ulong segmentOffset, int pageSize)
    {
        ByteWriter starts = new(bigEndian: false);
        starts.UInt32((uint)segmentCount);
        int pages = ((wants.Count * 8) + pageSize - 1) / pageSize;
        for (int index = 0; index < segmentCount; index++) starts.UInt32(index == segment && pages > 0 ? (uint)(4 + (4 * segmentCount) + 4) & ~7u : 0);
        if (pages > 0)
        {
            starts.Align(8).UInt32((uint)(22 + (2 * pages))).UInt16((ushort)pageSize).UInt16(DYLD_CHAINED_PTR_64_OFFSET).UInt64(segmentOffset).UInt32(0).UInt16((ushort)pages);
            for (int page = 0; page < pages; page++) starts.UInt16(0);
        }

        starts.Align(8);
        ByteWriter imports = new(bigEndian: false);
        ByteWriter symbols = new(bigEndian: false);
        symbols.Byte(0);
        foreach (BoundSymbol want in wants)
        {
            uint name = (uint)symbols.Length;
            uint weak = want.IsWeak ? 1u : 0;
            symbols.CString(want.Name);
            if (format == DYLD_CHAINED_IMPORT_ADDEND64) imports.UInt64((ushort)want.Ordinal | ((ulong)weak << 16) | ((ulong)name << 32)).UInt64(0);
            else imports.UInt32((byte)want.Ordinal | (weak << 8) | (name << 9));
            if (format == DYLD_CHAINED_IMPORT_ADDEND) imports.UInt32(0);
        }

        const uint header = 32;
        uint importsOffset = header + (uint)starts.Length;
        ByteWriter writer = new(bigEndian: false);
        writer.UInt32(0).UInt32(header).UInt32(importsOffset).UInt32(importsOffset + (uint)imports.Length).UInt32((uint)wants.Count).UInt32(format).UInt32(0).Align(8);
        return writer.Bytes(starts.Written).Bytes(imports.Written).Bytes(symbols.Written).Align(8).ToArray();
    }

    /// <summary>The pointers themselves: zeros, or links of the chains (struct dyld_chained_ptr_64_bind).</summary>
    /// <param name="count">How many there are.</param>
    /// <param name="pointerSize">The size of a pointer in bytes.</param>
    /// <param name="chainPageSize">Bytes per page of the chains, or 0 for plain pointers.</param>
    public static byte[] WritePointers(int count, int pointerSize, int chainPageSize)
    {
        ByteWriter writer = new(bigEndian: false);
        for (int index = 0; index < count; index++)
        {
            int next = (index + 1) * pointerSize;
            bool last = chainPageSize == 0 || index == count - 1 || next % chainPageSize == 0;
            ulong link = chainPageSize == 0 ? 0 : (uint)index | ((last ? 0 : (ulong)(pointerSize / ChainStride)) << 51) | (1UL << 63);
            writer.Word(link, pointerSize == 8);
        }

        return writer.ToArray();
    }

    private static void WriteOrdinal(ByteWriter writer, int ordinal)
    {
        if (ordinal <= 0) writer.Byte((byte)(BIND_OPCODE_SET_DYLIB_SPECIAL_IMM | (ordinal & BIND_IMMEDIATE_MASK)));
        else if (ordinal <= BIND_IMMEDIATE_MASK) writer.Byte((byte)(BIND_OPCODE_SET_DYLIB_ORDINAL_IMM | ordinal));
        else writer.Byte(BIND_OPCODE_SET_DYLIB_ORDINAL_ULEB).Uleb128((ulong)ordinal);
    }
}
