using System.Buffers.Binary;
using System.Collections.Immutable;
using Assay.Targets;
using static Assay.Binaries.MachO.MachOConstants;

namespace Assay.Binaries.MachO;

/// <summary>
/// The C strings that the code of an image hands to an imported function as first argument (<see cref="CallScanner"/>). The indirect symbol table tells which stub
/// and which pointer belongs to which symbol (<c>mach-o/loader.h</c>, struct dysymtab_command: the entries of a section start at its <c>reserved1</c>, and a stub is
/// <c>reserved2</c> bytes long).
/// </summary>
internal static class MachOCallTexts
{
    /// <summary>The strings, each once, in the order of the first call with it; empty where the function is not imported.</summary>
    /// <param name="slice">The image.</param>
    /// <param name="architecture">The architecture of its code.</param>
    /// <param name="segments">Its segments.</param>
    /// <param name="table">LC_SYMTAB.</param>
    /// <param name="groups">LC_DYSYMTAB.</param>
    /// <param name="function">The function's name as stored, leading underscore included.</param>
    /// <param name="bytesAt">The bytes from an address on, at most <see cref="CallScanner.LongestText"/>.</param>
    public static IReadOnlyList<string> Read(
        MachOSlice slice, Architecture architecture, ImmutableArray<MachOSegment> segments, SymbolTableCommand table, DynamicSymbolTableCommand groups, string function, Func<ulong, ReadOnlyMemory<byte>> bytesAt)
    {
        if (slice.BigEndian || !slice.Wide) return [];
        HashSet<uint> wanted = SymbolTable.IndexesOf(slice, table, groups, function);
        if (wanted.Count == 0) return [];
        byte[] indirect = slice.Fetch(groups.IndirectOffset, (long)groups.IndirectCount * 4, "indirect symbol table");
        HashSet<ulong> slots = [], stubs = [];

        // Sections of a file do not overlap and have entries of their own; those of a hostile one would make the same bytes be read many times.
        long entriesLeft = indirect.Length / 4, codeLeft = slice.Length;
        List<MachOSection> code = [];
        foreach (MachOSection section in segments.SelectMany(segment => segment.Sections))
        {
            switch (section.Type)
            {
                case S_SYMBOL_STUBS:
                    stubs.UnionWith(Entries(section, section.EntrySize, indirect, wanted, ref entriesLeft));
                    break;
                case S_NON_LAZY_SYMBOL_POINTERS or S_LAZY_SYMBOL_POINTERS:
                    slots.UnionWith(Entries(section, 8, indirect, wanted, ref entriesLeft));
                    break;
                case S_REGULAR when (section.Flags & (S_ATTR_PURE_INSTRUCTIONS | S_ATTR_SOME_INSTRUCTIONS)) != 0:
                    code.Add(section);
                    break;
            }
        }

        CallScanner scanner = new(architecture, slots, stubs, bytesAt);
        foreach (MachOSection section in code)
        {
            long size = (long)Math.Min(section.Size, (ulong)codeLeft);
            codeLeft -= size;
            scanner.Scan(slice.Fetch(section.SliceOffset, size, $"{section.SegmentName},{section.Name}"), section.VirtualAddress.Value);
        }

        return scanner.Texts;
    }

    // The addresses of a section's entries that belong to the symbol.
    private static List<ulong> Entries(MachOSection section, uint size, byte[] indirect, HashSet<uint> wanted, ref long left)
    {
        List<ulong> entries = [];
        long first = section.IndirectStart, count = indirect.Length / 4;
        if (size == 0 || first >= count) return entries;
        count = Math.Min(count - first, (long)Math.Min(section.Size / size, (ulong)left));
        left -= count;
        for (long entry = 0; entry < count; entry++)
        {
            if (wanted.Contains(BinaryPrimitives.ReadUInt32LittleEndian(indirect.AsSpan((int)(first + entry) * 4)))) entries.Add(unchecked(section.VirtualAddress.Value + ((ulong)entry * size)));
        }

        return entries;
    }
}
