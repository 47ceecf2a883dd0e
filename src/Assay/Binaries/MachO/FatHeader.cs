using System.Collections.Immutable;
using Assay.Primitives;
using static Assay.Binaries.MachO.MachOConstants;

namespace Assay.Binaries.MachO;

/// <summary>Reads struct fat_header with its entries (<c>mach-o/fat.h</c>): always big-endian.</summary>
internal static class FatHeader
{
    private const int HeaderSize = 8;

    /// <summary>More slices than the processors Darwin ever ran on.</summary>
    private const uint CountLimit = 44;

    /// <summary>The entries in file order, a hidden arm64 one last.</summary>
    /// <param name="source">The file.</param>
    /// <param name="magic">FAT_MAGIC or FAT_MAGIC_64.</param>
    /// <param name="faults">Where faults of the file go.</param>
    public static ImmutableArray<FatArchitecture> Read(ByteSource source, uint magic, FaultLog faults)
    {
        bool wide = magic == FAT_MAGIC_64;
        int entrySize = wide ? 32 : 20;
        byte[] head = source.ReadUpTo(0, HeaderSize + (entrySize * (CountLimit + 1)));
        ImmutableArray<FatArchitecture>.Builder entries = ImmutableArray.CreateBuilder<FatArchitecture>();
        faults.Guard(0, () =>
        {
            ByteReader reader = new(head, new FileOffset(0), bigEndian: true, "fat_header");
            reader.Skip(4);
            uint count = reader.ReadUInt32();
            if (count > CountLimit) reader.Fail($"at most {CountLimit} slices", $"{count}");
            reader.Record = wide ? "fat_arch_64" : "fat_arch";
            for (int index = 0; index < count; index++)
            {
                reader.RecordIndex = index;
                entries.Add(ReadEntry(ref reader, magic, hidden: false));
            }

            // Universal binaries made for systems that could not tell arm64 apart keep its entry behind the counted ones;
            // dyld's `mach_o/Universal.cpp` looks there for exactly this cputype, if there is room before the first slice.
            long firstSlice = entries.Count == 0 ? 0 : entries.Min(entry => entry.Offset.Value);
            if (count > 0 && reader.Remaining >= entrySize && reader.Position + entrySize <= firstSlice)
            {
                reader.RecordIndex = (int)count;
                FatArchitecture extra = ReadEntry(ref reader, magic, hidden: true);
                if (extra.CpuType == CPU_TYPE_ARM64) entries.Add(extra);
            }

            return 0;
        });
        Check(entries, source.Length, faults);
        return entries.ToImmutable();
    }

    private static FatArchitecture ReadEntry(ref ByteReader reader, uint magic, bool hidden)
    {
        FileOffset record = reader.Offset;
        bool wide = magic == FAT_MAGIC_64;
        uint type = reader.ReadUInt32();
        uint subtype = reader.ReadUInt32();
        ulong offset = reader.ReadWord(wide);
        ulong size = reader.ReadWord(wide);
        uint alignment = reader.ReadUInt32();
        if (wide) reader.Skip(4);
        return new FatArchitecture(record, magic, type, subtype, new FileOffset((long)Math.Min(offset, long.MaxValue)), size, alignment, hidden);
    }

    // The checks of dyld's `Universal::valid`: inside the file, page aligned, no two for one architecture, no two over the same bytes.
    private static void Check(ImmutableArray<FatArchitecture>.Builder entries, long fileLength, FaultLog faults)
    {
        for (int index = 0; index < entries.Count; index++)
        {
            FatArchitecture entry = entries[index];
            string record = $"fat_arch[{index}]";
            ulong offset = (ulong)entry.Offset.Value;
            if (offset > (ulong)fileLength || entry.Size > (ulong)fileLength - offset)
                faults.Add(new BinaryFault(entry.RecordOffset, record, $"a slice within {fileLength} bytes", $"{entry.Size} bytes at 0x{offset:x}"));
            uint page = entry.CpuType is CPU_TYPE_ARM64 or CPU_TYPE_ARM64_32 ? 0x4000u : 0x1000u;
            if (offset % page != 0) faults.Add(new BinaryFault(entry.RecordOffset, record, $"an offset aligned to 0x{page:x}", $"0x{offset:x}"));
            foreach (FatArchitecture earlier in entries.Take(index))
            {
                if (earlier.CpuType == entry.CpuType && earlier.CpuSubtype == entry.CpuSubtype)
                    faults.Add(new BinaryFault(entry.RecordOffset, record, "one slice an architecture", $"a second slice for {entry.ArchitectureName}"));
                if (Overlap(earlier, entry))
                    faults.Add(new BinaryFault(entry.RecordOffset, record, "slices apart from each other", $"an overlap with the slice at {earlier.Offset}"));
            }
        }
    }

    private static bool Overlap(FatArchitecture one, FatArchitecture other)
    {
        UInt128 first = (ulong)one.Offset.Value, second = (ulong)other.Offset.Value;
        return first < second + other.Size && second < first + one.Size;
    }
}
