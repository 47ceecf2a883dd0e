using System.Collections.Immutable;
using Assay.Primitives;

namespace Assay.Binaries.Elf;

/// <summary>Reads the section header table.</summary>
internal static class ElfSections
{
    private const int LongestName = 256;

    /// <summary>The number of section headers: <c>e_shnum</c>, or <c>sh_size</c> of section 0 when there are 0xff00 or more of them.</summary>
    /// <param name="view">The file.</param>
    public static long Count(ElfFileView view)
    {
        ElfHeader header = view.Header;
        if (header.SectionHeaderCount != 0 || header.SectionHeaders.Value == 0) return header.SectionHeaderCount;
        return view.Faults.Guard(0L, () =>
        {
            ByteReader reader = view.Read(header.SectionHeaders, (ulong)SizeOf(view.Wide)).Reader("section header 0");
            reader.Skip(8 + (3 * view.WordSize));
            return (long)Math.Min(reader.ReadWord(view.Wide), long.MaxValue);
        });
    }

    public static ImmutableArray<ElfSection> Read(ElfFileView view)
    {
        int size = SizeOf(view.Wide);
        long count = Count(view);
        if (count == 0) return [];
        ElfTable table = view.Read(view.Header.SectionHeaders, (ulong)Math.Min(count, ElfFileView.TableLimit / size) * (ulong)size);
        int whole = table.Length / size;
        if (whole < count) view.Faults.Add(new BinaryFault(view.Header.SectionHeaders, "section header table", $"{count} entries", $"{whole}"));

        List<(ElfSection Section, uint Name)> raw = [];
        ByteReader reader = table.Reader(view.Wide ? "Elf64_Shdr" : "Elf32_Shdr");
        for (int i = 0; i < whole; i++)
        {
            uint name = reader.ReadUInt32();
            uint type = reader.ReadUInt32();
            ulong flags = reader.ReadWord(view.Wide);
            VirtualAddress address = new(reader.ReadWord(view.Wide));
            FileOffset offset = new(unchecked((long)reader.ReadWord(view.Wide)));
            ulong length = reader.ReadWord(view.Wide);
            reader.Skip(8 + (2 * view.WordSize));
            raw.Add((new ElfSection(i, "", type, flags, address, offset, length), name));
        }

        if (view.Header.SectionNames >= raw.Count) return [.. raw.Select(entry => entry.Section)];
        ElfSection naming = raw[view.Header.SectionNames].Section;
        ReadOnlyMemory<byte> names = view.Read(naming.Offset, Math.Min(naming.Size, 1 << 20)).Bytes;
        return [.. raw.Select(entry => entry.Section with { Name = NameAt(names.Span, entry.Name) })];
    }

    private static int SizeOf(bool wide) => wide ? 64 : 40;

    private static string NameAt(ReadOnlySpan<byte> names, uint at)
    {
        if (at >= (uint)names.Length) return "";
        names = names[(int)at..][..Math.Min(names.Length - (int)at, LongestName)];
        int end = names.IndexOf((byte)0);
        return end < 0 ? "" : ElfText.Decode(names[..end]);
    }
}
