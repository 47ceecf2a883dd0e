using System.Collections.Immutable;
using Assay.Primitives;

namespace Assay.Binaries.MachO;

/// <summary>Decodes struct segment_command, segment_command_64 and the sections behind them (<c>mach-o/loader.h</c>).</summary>
internal static class SegmentReader
{
    private const int NameLength = 16;

    /// <summary>Decodes one command.</summary>
    /// <param name="slice">The image.</param>
    /// <param name="command">The command.</param>
    /// <param name="reader">Over the command, behind <c>cmdsize</c>.</param>
    public static MachOSegment Read(MachOSlice slice, LoadCommand command, ref ByteReader reader)
    {
        bool wide = command.Number == MachOConstants.LC_SEGMENT_64;
        MachOSegment segment = new(ReadName(ref reader), command.Offset)
        {
            VirtualAddress = new VirtualAddress(reader.ReadWord(wide)),
            VirtualSize = reader.ReadWord(wide),
            SliceOffset = reader.ReadWord(wide),
            FileSize = reader.ReadWord(wide),
            MaximumProtection = reader.ReadUInt32(),
            InitialProtection = reader.ReadUInt32(),
            SectionCount = reader.ReadUInt32(),
            Flags = reader.ReadUInt32(),
        };
        if (segment.FileSize > 0 && (UInt128)segment.SliceOffset + segment.FileSize > (ulong)slice.Length)
        {
            slice.Faults.Add(new BinaryFault(
                command.Offset, $"{command.Name} {segment.Name}", $"content within the {slice.Length} bytes of the image",
                $"{segment.FileSize} bytes at 0x{segment.SliceOffset:x}"));
        }

        ImmutableArray<MachOSection>.Builder sections = ImmutableArray.CreateBuilder<MachOSection>();
        int sectionSize = wide ? 80 : 68;
        while (sections.Count < segment.SectionCount && reader.Remaining >= sectionSize) sections.Add(ReadSection(ref reader, wide));
        if (sections.Count < segment.SectionCount)
            slice.Faults.Add(new BinaryFault(command.Offset, $"{command.Name} {segment.Name}", $"room for {segment.SectionCount} sections", $"{sections.Count}"));
        return segment with { Sections = sections.ToImmutable() };
    }

    private static MachOSection ReadSection(ref ByteReader reader, bool wide)
    {
        FileOffset start = reader.Offset;
        string name = ReadName(ref reader);
        string segment = ReadName(ref reader);
        VirtualAddress address = new(reader.ReadWord(wide));
        ulong size = reader.ReadWord(wide);
        uint offset = reader.ReadUInt32();
        uint alignment = reader.ReadUInt32();
        reader.Skip(8); // reloff, nreloc
        uint flags = reader.ReadUInt32();
        uint first = reader.ReadUInt32(); // reserved1
        uint entrySize = reader.ReadUInt32(); // reserved2
        if (wide) reader.Skip(4); // reserved3
        return new MachOSection(segment, name, start)
        {
            VirtualAddress = address,
            Size = size,
            SliceOffset = offset,
            AlignmentPower = alignment,
            Flags = flags,
            IndirectStart = first,
            EntrySize = entrySize,
        };
    }

    private static string ReadName(ref ByteReader reader)
    {
        ReadOnlySpan<byte> field = reader.ReadBytes(NameLength);
        int end = field.IndexOf((byte)0);
        return TextDecoding.Utf8OrLatin1(end < 0 ? field : field[..end]);
    }
}
