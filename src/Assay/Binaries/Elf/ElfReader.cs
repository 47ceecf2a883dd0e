using System.Collections.Immutable;
using Assay.Primitives;

namespace Assay.Binaries.Elf;

/// <summary>Reads the headers of an ELF file in one read; everything behind them is left to <see cref="ElfImage"/>.</summary>
internal static class ElfReader
{
    /// <summary>Reads the ELF header and the program headers. A file with at least its sixteen identification bytes gives an image, however broken the rest is.</summary>
    /// <param name="source">The file; owned by the result.</param>
    public static BinaryFile Read(ByteSource source)
    {
        byte[] head = source.ReadUpTo(0, ElfFileView.HeadSize);
        if (head.Length < ElfHeader.IdentificationSize)
        {
            BinaryFault tooShort = new(new FileOffset(0), "e_ident", $"{ElfHeader.IdentificationSize} bytes", $"{head.Length}");
            return new BinaryFile(BinaryFormat.Elf, source.Length, [], [tooShort], source);
        }

        FaultLog faults = new();
        ElfHeader header = ElfHeader.Read(head, out bool whole);
        ElfFileView view = new(source, head, header, faults);
        if (!whole) faults.Add(new BinaryFault(new FileOffset(0), "ELF header", header.Wide ? "64 bytes" : "52 bytes", $"{head.Length}"));
        else if (IsReadable(header, faults)) view.Segments = faults.Guard([], () => ReadSegments(view));
        return new BinaryFile(BinaryFormat.Elf, source.Length, [new ElfImage(view)], [], source);
    }

    private static bool IsReadable(ElfHeader header, FaultLog faults)
    {
        int before = faults.All.Length;
        if (header.Class is not (ElfClass.Elf32 or ElfClass.Elf64)) Note(4, "EI_CLASS", "1 (32-bit) or 2 (64-bit)", (byte)header.Class);
        if (header.Data is not (ElfData.LittleEndian or ElfData.BigEndian)) Note(5, "EI_DATA", "1 (little-endian) or 2 (big-endian)", (byte)header.Data);
        if (header.IdentificationVersion != 1) Note(6, "EI_VERSION", "1", header.IdentificationVersion);
        int expected = ElfSegment.SizeOf(header.Wide);
        if (header.ProgramHeaderCount != 0 && header.ProgramHeaderSize != expected)
            Note(header.Wide ? 54 : 42, "e_phentsize", $"{expected}", header.ProgramHeaderSize);
        return faults.All.Length == before;

        void Note(long offset, string record, string expected, int found) => faults.Add(new BinaryFault(new FileOffset(offset), record, expected, $"{found}"));
    }

    private static ImmutableArray<ElfSegment> ReadSegments(ElfFileView view)
    {
        ElfHeader header = view.Header;
        int size = ElfSegment.SizeOf(header.Wide);
        ElfTable table = view.Read(header.ProgramHeaders, (ulong)header.ProgramHeaderCount * (ulong)size);
        int count = Math.Min(header.ProgramHeaderCount, table.Length / size);
        if (count < header.ProgramHeaderCount)
            view.Faults.Add(new BinaryFault(header.ProgramHeaders, "program header table", $"{header.ProgramHeaderCount} entries", $"{count}"));

        ImmutableArray<ElfSegment>.Builder segments = ImmutableArray.CreateBuilder<ElfSegment>(count);
        ByteReader reader = table.Reader(header.Wide ? "Elf64_Phdr" : "Elf32_Phdr");
        for (int i = 0; i < count; i++)
        {
            reader.RecordIndex = i;
            FileOffset offset = reader.Offset;
            ElfSegment segment = ElfSegment.Read(ref reader, i, header.Wide);
            segments.Add(segment);
            if (segment.IsLoad && segment.EndsBeyond(view.Length))
            {
                view.Faults.Add(new BinaryFault(offset, $"Elf{(header.Wide ? 64 : 32)}_Phdr[{i}]", $"a PT_LOAD that ends within the {view.Length} bytes of the file",
                    $"{segment.FileSize} bytes at {segment.Offset}"));
            }
        }

        return segments.MoveToImmutable();
    }
}
