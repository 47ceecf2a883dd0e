using System.Collections.Immutable;
using System.Text;
using Assay.Primitives;
using static Assay.Binaries.MachO.MachOConstants;

namespace Assay.Binaries.MachO;

/// <summary>Reads the external entries of LC_SYMTAB. dyld itself looks at them only in images without dyld info, chained fixups or exports trie.</summary>
internal static class SymbolTable
{
    /// <summary>Reads the external symbols that are no debugging entries, in table order.</summary>
    /// <param name="slice">The image.</param>
    /// <param name="table">LC_SYMTAB.</param>
    /// <param name="groups">LC_DYSYMTAB, which says where the external ones are; null when there is none.</param>
    public static ImmutableArray<MachOSymbol> ReadExternal(MachOSlice slice, SymbolTableCommand table, DynamicSymbolTableCommand? groups)
    {
        ImmutableArray<MachOSymbol>.Builder symbols = ImmutableArray.CreateBuilder<MachOSymbol>();
        int entrySize = slice.Wide ? 16 : 12;
        byte[] strings = slice.Fetch(table.Strings.SliceOffset, table.Strings.Size, "string table");
        NameBudget budget = new(strings.Length);
        (uint first, uint count) = External(table, groups);
        byte[] entries = slice.Fetch(table.SymbolsOffset + ((long)first * entrySize), (long)count * entrySize, "symbol table");
        slice.Faults.Guard(0, () =>
        {
            ByteReader reader = slice.Reader(entries, table.SymbolsOffset + ((long)first * entrySize), "nlist");
            ByteReader pool = slice.Reader(strings, table.Strings.SliceOffset, "string table");
            while (reader.Remaining >= entrySize)
            {
                reader.RecordIndex = (int)first + (reader.Position / entrySize);
                uint name = reader.ReadUInt32();
                byte type = reader.ReadByte();
                reader.Skip(1); // n_sect
                ushort description = reader.ReadUInt16();
                ulong value = reader.ReadWord(slice.Wide);
                if ((type & N_STAB) != 0 || (type & N_EXT) == 0) continue;
                if (name >= pool.Length) reader.Fail($"n_strx below {pool.Length}", $"{name}");
                pool.Position = (int)name;
                symbols.Add(new MachOSymbol(budget.Spend(ref pool), type, description, value));
            }

            return 0;
        });
        return symbols.ToImmutable();
    }

    /// <summary>The indexes of the undefined symbols with a name.</summary>
    /// <param name="slice">The image.</param>
    /// <param name="table">LC_SYMTAB.</param>
    /// <param name="groups">LC_DYSYMTAB, which says where the undefined ones are.</param>
    /// <param name="symbol">The name as stored.</param>
    public static HashSet<uint> IndexesOf(MachOSlice slice, SymbolTableCommand table, DynamicSymbolTableCommand groups, string symbol)
    {
        int entrySize = slice.Wide ? 16 : 12;
        byte[] wanted = [.. Encoding.UTF8.GetBytes(symbol), 0];
        byte[] strings = slice.Fetch(table.Strings.SliceOffset, table.Strings.Size, "string table");
        long start = table.SymbolsOffset + ((long)groups.FirstUndefined * entrySize);
        byte[] entries = slice.Fetch(start, (long)groups.UndefinedCount * entrySize, "symbol table");
        HashSet<uint> indexes = [];
        slice.Faults.Guard(0, () =>
        {
            ByteReader reader = slice.Reader(entries, start, "nlist");
            while (reader.Remaining >= entrySize)
            {
                uint index = groups.FirstUndefined + (uint)(reader.Position / entrySize);
                uint name = reader.ReadUInt32();
                reader.Skip(entrySize - 4);
                if (name < strings.Length && strings.AsSpan((int)name).StartsWith(wanted)) indexes.Add(index);
            }

            return 0;
        });
        return indexes;
    }

    // LC_DYSYMTAB orders local, defined, undefined; where it does not hold together the whole table is read.
    private static (uint First, uint Count) External(SymbolTableCommand table, DynamicSymbolTableCommand? groups)
    {
        if (groups is null || groups.FirstUndefined < groups.FirstDefined) return (0, table.SymbolCount);
        ulong end = (ulong)groups.FirstUndefined + groups.UndefinedCount;
        bool adjoining = groups.FirstDefined + (ulong)groups.DefinedCount == groups.FirstUndefined;
        return adjoining && end <= table.SymbolCount ? (groups.FirstDefined, (uint)(end - groups.FirstDefined)) : (0, table.SymbolCount);
    }
}
