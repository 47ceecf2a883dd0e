using System.Collections.Immutable;
using Assay.Primitives;
using static Assay.Binaries.MachO.MachOConstants;

namespace Assay.Binaries.MachO;

/// <summary>Reads the tables of LC_DYLD_CHAINED_FIXUPS; the chains themselves stay in the pages and are not followed.</summary>
internal static class ChainedFixupsReader
{
    private const string Record = "dyld_chained_fixups_header";

    /// <summary>Reads the header and its tables.</summary>
    /// <param name="slice">The image.</param>
    /// <param name="range">Where they are.</param>
    /// <returns>What could be read; null when not even the header is whole.</returns>
    public static ChainedFixups? Read(MachOSlice slice, LinkEditRange range)
    {
        byte[] bytes = slice.Fetch(range.SliceOffset, range.Size, Record);
        return slice.Faults.Guard<ChainedFixups?>(null, () =>
        {
            ByteReader reader = slice.Reader(bytes, range.SliceOffset, Record);
            uint version = reader.ReadUInt32();
            uint startsOffset = reader.ReadUInt32();
            uint importsOffset = reader.ReadUInt32();
            uint symbolsOffset = reader.ReadUInt32();
            ChainedFixups header = new(slice.At(range.SliceOffset), version, reader.ReadUInt32(), reader.ReadUInt32(), reader.ReadUInt32());
            return header with
            {
                Segments = ReadStarts(slice, bytes, range.SliceOffset, startsOffset),
                Imports = ReadImports(slice, bytes, range.SliceOffset, header, importsOffset, symbolsOffset),
            };
        });
    }

    private static ImmutableArray<ChainedStarts> ReadStarts(MachOSlice slice, byte[] bytes, uint start, uint startsOffset)
    {
        ImmutableArray<ChainedStarts>.Builder list = ImmutableArray.CreateBuilder<ChainedStarts>();
        slice.Faults.Guard(0, () =>
        {
            ByteReader whole = slice.Reader(bytes, start, Record);
            ByteReader image = whole.Slice(startsOffset, bytes.Length - (long)startsOffset, "dyld_chained_starts_in_image");
            uint count = image.ReadUInt32();
            for (int index = 0; index < count; index++)
            {
                image.RecordIndex = index;
                uint offset = image.ReadUInt32();
                if (offset == 0) continue;
                ByteReader segment = image.Slice(offset, image.Length - (long)offset, "dyld_chained_starts_in_segment");
                segment.Skip(4); // size
                ushort pageSize = segment.ReadUInt16();
                ushort format = segment.ReadUInt16();
                segment.Skip(12); // segment_offset, max_valid_pointer
                list.Add(new ChainedStarts(index, pageSize, format, segment.ReadUInt16()));
            }

            return 0;
        });
        return list.ToImmutable();
    }

    private static ImmutableArray<BoundSymbol> ReadImports(
        MachOSlice slice, byte[] bytes, uint start, ChainedFixups header, uint importsOffset, uint symbolsOffset)
    {
        ImmutableArray<BoundSymbol>.Builder list = ImmutableArray.CreateBuilder<BoundSymbol>();
        slice.Faults.Guard(0, () =>
        {
            ByteReader whole = slice.Reader(bytes, start, Record);
            if (header.SymbolsFormat != 0) whole.Fail("symbols_format 0 (not compressed)", $"{header.SymbolsFormat}");
            int entrySize = header.ImportsFormat switch
            {
                DYLD_CHAINED_IMPORT => 4,
                DYLD_CHAINED_IMPORT_ADDEND => 8,
                DYLD_CHAINED_IMPORT_ADDEND64 => 16,
                _ => 0,
            };
            if (entrySize == 0) whole.Fail("imports_format 1, 2 or 3", $"{header.ImportsFormat}");
            ByteReader pool = whole.Slice(symbolsOffset, bytes.Length - (long)symbolsOffset, "symbols of dyld_chained_fixups_header");
            ByteReader table = whole.Slice(importsOffset, bytes.Length - (long)importsOffset, "dyld_chained_import");
            NameBudget budget = new(pool.Length);
            Dictionary<uint, string> names = [];
            for (uint index = 0; index < header.ImportsCount; index++)
            {
                table.RecordIndex = (int)index;
                (int ordinal, bool weak, uint name) = ReadImport(ref table, header.ImportsFormat);
                if (!names.TryGetValue(name, out string? text))
                {
                    if (name >= pool.Length) table.Fail($"name_offset below {pool.Length}", $"{name}");
                    pool.Position = (int)name;
                    names[name] = text = budget.Spend(ref pool);
                }

                list.Add(new BoundSymbol(text, ordinal, weak));
            }

            return 0;
        });
        return list.ToImmutable();
    }

    // struct dyld_chained_import {lib_ordinal:8, weak_import:1, name_offset:23}; _addend the same and an int32_t addend;
    // _addend64 {lib_ordinal:16, weak_import:1, reserved:15, name_offset:32} and a uint64_t addend. dyld reads 8-bit ordinals
    // above 0xf0 and 16-bit ones above 0xfff0 as negative.
    private static (int Ordinal, bool Weak, uint Name) ReadImport(ref ByteReader table, uint format)
    {
        if (format == DYLD_CHAINED_IMPORT_ADDEND64)
        {
            ulong wide = table.ReadUInt64();
            table.Skip(8);
            int large = (int)(wide & 0xffff);
            return (large > 0xfff0 ? (short)large : large, ((wide >> 16) & 1) != 0, (uint)(wide >> 32));
        }

        uint packed = table.ReadUInt32();
        if (format == DYLD_CHAINED_IMPORT_ADDEND) table.Skip(4);
        int ordinal = (int)(packed & 0xff);
        return (ordinal > 0xf0 ? (sbyte)ordinal : ordinal, ((packed >> 8) & 1) != 0, packed >> 9);
    }
}
