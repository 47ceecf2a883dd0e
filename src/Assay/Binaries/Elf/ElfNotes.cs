using System.Collections.Immutable;
using Assay.Primitives;

namespace Assay.Binaries.Elf;

/// <summary>Reads PT_NOTE segments (System V gABI, "Note Section") and the GNU properties in them (Linux gABI extensions).</summary>
internal static class ElfNotes
{
    // Notes are a few hundred bytes in honest files. Segments may overlap, so the limit is on all of them together.
    private const ulong Limit = 1 << 20;

    public static ImmutableArray<ElfNote> Read(ElfFileView view)
    {
        ImmutableArray<ElfNote>.Builder notes = ImmutableArray.CreateBuilder<ElfNote>();
        ulong left = Limit;
        foreach (ElfSegment segment in view.Segments)
        {
            if (segment.Type != ElfConstants.PT_NOTE) continue;
            ulong size = Math.Min(segment.FileSize, left);
            view.Faults.Guard(false, () => ReadSegment(view, segment, size, notes));
            left -= size;
        }

        return notes.ToImmutable();
    }

    public static ImmutableArray<ElfProperty> Properties(ElfNote note, ElfFileView view)
    {
        ImmutableArray<ElfProperty>.Builder properties = ImmutableArray.CreateBuilder<ElfProperty>();
        view.Faults.Guard(false, () =>
        {
            ByteReader reader = new(note.Description.AsSpan(), note.Offset, view.Header.BigEndian, "NT_GNU_PROPERTY_TYPE_0");
            while (reader.Remaining >= 8)
            {
                uint type = reader.ReadUInt32();
                uint size = reader.ReadUInt32();
                uint? value = null;
                if (size == 4) value = reader.ReadUInt32();
                else reader.Skip(size);
                reader.Skip(Math.Min(reader.Remaining, Align(size, (uint)view.WordSize) - size));
                properties.Add(new ElfProperty(type, value));
            }

            return true;
        });
        return properties.ToImmutable();
    }

    private static bool ReadSegment(ElfFileView view, ElfSegment segment, ulong size, ImmutableArray<ElfNote>.Builder notes)
    {
        // Names and contents are padded to 4 bytes, or to 8 in a segment aligned so (elf/dl-load.c, ELF_NOTE_DESC_OFFSET).
        uint alignment = segment.Alignment == 8 ? 8u : 4u;
        ByteReader reader = view.Read(segment.Offset, size).Reader("PT_NOTE");
        while (reader.Remaining >= 12)
        {
            FileOffset offset = reader.Offset;
            int start = reader.Position;
            uint nameSize = reader.ReadUInt32();
            uint contentSize = reader.ReadUInt32();
            uint type = reader.ReadUInt32();
            ReadOnlySpan<byte> name = reader.ReadBytes(nameSize);
            reader.Skip(Math.Min(reader.Remaining, Align(12L + nameSize, alignment) - 12 - nameSize));
            ReadOnlySpan<byte> content = reader.ReadBytes(contentSize);
            long end = Align(reader.Position - start, alignment);
            notes.Add(new ElfNote(ElfText.Decode(name.TrimEnd((byte)0)), type, [.. content], segment.Alignment, offset));
            reader.Skip(Math.Min(reader.Remaining, end - (reader.Position - start)));
        }

        return true;
    }

    private static long Align(long value, uint alignment) => (value + alignment - 1) & ~(alignment - 1L);
}
