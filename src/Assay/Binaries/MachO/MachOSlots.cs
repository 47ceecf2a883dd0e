using System.Buffers.Binary;
using Assay.Primitives;
using static Assay.Binaries.MachO.MachOConstants;

namespace Assay.Binaries.MachO;

/// <summary>
/// The words that dyld fills with addresses of symbols of other images, by the indirect symbol table: the entries of a section of pointers start at its <c>reserved1</c>
/// (<c>mach-o/loader.h</c>, struct dysymtab_command).
/// </summary>
internal static class MachOSlots
{
    /// <summary>The names as stored, by the addresses of the words.</summary>
    /// <param name="image">The image.</param>
    public static Dictionary<ulong, string> Read(MachOImage image)
    {
        Dictionary<ulong, string> slots = [];
        if (image.SymbolTable is not { } table || image.DynamicSymbolTable is not { } groups || image.IsBigEndian || !image.Is64Bit) return slots;
        Dictionary<uint, string> names = Names(image, table, groups);
        ReadOnlySpan<byte> indirect = image.LinkEdit(groups.IndirectOffset, (uint)Math.Min((ulong)groups.IndirectCount * 4, int.MaxValue / 2));
        long left = indirect.Length / 4;
        foreach (MachOSection section in image.Sections.Where(section => section.Type is S_NON_LAZY_SYMBOL_POINTERS or S_LAZY_SYMBOL_POINTERS))
        {
            long count = Math.Min(Math.Min((long)Math.Min(section.Size / 8, int.MaxValue), (indirect.Length / 4) - (long)section.IndirectStart), left);
            for (long i = 0; i < count; i++, left--)
            {
                uint symbol = BinaryPrimitives.ReadUInt32LittleEndian(indirect[(int)((section.IndirectStart + i) * 4)..]);
                if (names.TryGetValue(symbol, out string? name)) slots[unchecked(section.VirtualAddress.Value + ((ulong)i * 8))] = name;
            }
        }

        return slots;
    }

    private static Dictionary<uint, string> Names(MachOImage image, SymbolTableCommand table, DynamicSymbolTableCommand groups)
    {
        const int entrySize = 16;
        Dictionary<uint, string> names = [];
        ReadOnlySpan<byte> strings = image.LinkEdit(table.Strings.SliceOffset, table.Strings.Size);
        ReadOnlySpan<byte> entries = image.LinkEdit((uint)Math.Min((ulong)table.SymbolsOffset + ((ulong)groups.FirstUndefined * entrySize), uint.MaxValue), (uint)Math.Min((ulong)groups.UndefinedCount * entrySize, int.MaxValue / 2));
        long budget = 4L * strings.Length;
        for (int i = 0; (i + 1) * entrySize <= entries.Length && budget > 0; i++)
        {
            uint at = BinaryPrimitives.ReadUInt32LittleEndian(entries[(i * entrySize)..]);
            if (at >= strings.Length) continue;
            ReadOnlySpan<byte> text = strings[(int)at..];
            int length = text.IndexOf((byte)0);
            if (length <= 0) continue;
            budget -= length;
            names[groups.FirstUndefined + (uint)i] = TextDecoding.Utf8OrLatin1(text[..length]);
        }

        return names;
    }
}
