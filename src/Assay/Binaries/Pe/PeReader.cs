using System.Collections.Immutable;
using Assay.Primitives;
using static Assay.Binaries.Pe.PeConstants;

namespace Assay.Binaries.Pe;

/// <summary>Reads the headers of a PE file and the names of the libraries it imports.</summary>
internal static class PeReader
{
    /// <summary>The first read: stub, headers and more sections than the loader accepts.</summary>
    private const int HeadLength = 8192;

    private const int DosHeaderSize = 64;
    private const int FileHeaderSize = 20;
    private const int SectionHeaderSize = 40;

    /// <summary>Reads what the headers say.</summary>
    /// <param name="source">The file; owned by the result.</param>
    public static BinaryFile Read(ByteSource source)
    {
        FaultLog faults = new();
        PeHeader header = new();
        ImmutableArray<PeSection>.Builder sections = ImmutableArray.CreateBuilder<PeSection>();
        bool readable = faults.Guard(false, () =>
        {
            (byte[] bytes, int start) = FindHeaders(source);
            ByteReader reader = new(bytes, new FileOffset(start), bigEndian: false, "IMAGE_NT_HEADERS");
            if (reader.ReadUInt32() is var signature and not IMAGE_NT_SIGNATURE) reader.Fail("the signature PE", $"0x{signature:x8}");
            (ushort count, ushort optionalSize) = ReadFileHeader(ref reader, ref header);
            ByteReader optional = reader.Slice(reader.Position, Math.Min(optionalSize, reader.Remaining), "IMAGE_OPTIONAL_HEADER");
            ReadOptionalHeader(faults, ref optional, ref header);
            reader.Record = "IMAGE_SECTION_HEADER";
            reader.Skip(optionalSize);
            ReadSections(ref reader, count, sections);
            return true;
        });

        // Without a file header there is no image to speak of: a DOS or 16-bit program, or the first bytes of something else.
        if (!readable && header.Machine == 0 && header.Magic == 0)
            return new BinaryFile(BinaryFormat.Pe, source.Length, [], faults.All, source);
        PeView view = new(source, faults, header, sections.ToImmutable());
        foreach (PeSection section in sections)
        {
            if (section.RawSize > 0 && (long)section.RawOffset + section.RawSize > source.Length)
            {
                faults.Add(new BinaryFault(
                    section.RecordOffset, $"IMAGE_SECTION_HEADER {section.Name}", $"raw data within {source.Length} bytes", $"{section.RawSize} bytes at 0x{section.RawOffset:x}"));
            }
        }

        return new BinaryFile(BinaryFormat.Pe, source.Length, [new PeImage(view)], [], source);
    }

    // IMAGE_DOS_HEADER: e_lfanew at 0x3c leads to the rest.
    private static (byte[] Bytes, int Start) FindHeaders(ByteSource source)
    {
        byte[] head = source.ReadUpTo(0, HeadLength);
        ByteReader reader = new(head, new FileOffset(0), bigEndian: false, "IMAGE_DOS_HEADER");
        if (reader.ReadUInt16() is var magic and not IMAGE_DOS_SIGNATURE) reader.Fail("the magic MZ", $"0x{magic:x4}");
        reader.Position = Math.Min(DosHeaderSize - 4, reader.Length);
        int start = reader.ReadInt32();
        if (start < 0 || start >= source.Length) reader.Fail($"e_lfanew within {source.Length} bytes", $"0x{start:x}");
        if (start <= head.Length / 2 || head.Length == source.Length) return (head[Math.Min(start, head.Length)..], start);
        return (source.ReadUpTo(start, HeadLength), start);
    }

    private static (ushort SectionCount, ushort OptionalSize) ReadFileHeader(ref ByteReader reader, ref PeHeader header)
    {
        reader.Record = "IMAGE_FILE_HEADER";
        ushort machine = reader.ReadUInt16();
        ushort count = reader.ReadUInt16();
        uint timestamp = reader.ReadUInt32();
        reader.Skip(8); // PointerToSymbolTable, NumberOfSymbols
        ushort optionalSize = reader.ReadUInt16();
        header = header with { Machine = machine, Timestamp = timestamp, Characteristics = reader.ReadUInt16() };
        return (count, optionalSize);
    }

    private static void ReadOptionalHeader(FaultLog faults, ref ByteReader reader, ref PeHeader header)
    {
        ushort magic = reader.ReadUInt16();
        bool wide = magic == IMAGE_NT_OPTIONAL_HDR64_MAGIC;
        if (!wide && magic != IMAGE_NT_OPTIONAL_HDR32_MAGIC) reader.Fail("magic 0x10b or 0x20b", $"0x{magic:x}");
        header = header with { Magic = magic, LinkerVersion = (reader.ReadByte(), reader.ReadByte()) };
        reader.Skip(12); // SizeOfCode, SizeOfInitializedData, SizeOfUninitializedData
        Rva entryPoint = new(reader.ReadUInt32());
        reader.Skip(wide ? 4 : 8); // BaseOfCode, and in PE32 BaseOfData
        header = header with
        {
            EntryPoint = entryPoint,
            ImageBase = reader.ReadWord(wide),
            SectionAlignment = reader.ReadUInt32(),
            FileAlignment = reader.ReadUInt32(),
            OperatingSystemVersion = (reader.ReadUInt16(), reader.ReadUInt16()),
        };
        reader.Skip(4); // the image's own version
        header = header with { SubsystemVersion = (reader.ReadUInt16(), reader.ReadUInt16()) };
        reader.Skip(4); // Win32VersionValue
        header = header with
        {
            SizeOfImage = reader.ReadUInt32(),
            SizeOfHeaders = reader.ReadUInt32(),
            Checksum = reader.ReadUInt32(),
            Subsystem = reader.ReadUInt16(),
            DllCharacteristics = reader.ReadUInt16(),
        };
        reader.Skip(wide ? 36 : 20); // stack and heap sizes, LoaderFlags
        uint count = reader.ReadUInt32();
        int room = Math.Min(reader.Remaining / 8, IMAGE_NUMBEROF_DIRECTORY_ENTRIES);
        if (count > room && count <= IMAGE_NUMBEROF_DIRECTORY_ENTRIES)
            faults.Add(new BinaryFault(reader.Offset, "IMAGE_OPTIONAL_HEADER", $"room for {count} data directories", $"{room}"));
        ImmutableArray<DataDirectory>.Builder directories = ImmutableArray.CreateBuilder<DataDirectory>(IMAGE_NUMBEROF_DIRECTORY_ENTRIES);
        for (int index = 0; index < Math.Min(count, room); index++)
        {
            FileOffset offset = reader.Offset;
            directories.Add(new DataDirectory(new Rva(reader.ReadUInt32()), reader.ReadUInt32()) { Offset = offset });
        }

        header = header with { DataDirectories = directories.ToImmutable() };
    }

    private static void ReadSections(ref ByteReader reader, int count, ImmutableArray<PeSection>.Builder sections)
    {
        for (int index = 0; index < count; index++)
        {
            reader.RecordIndex = index;
            if (reader.Remaining < SectionHeaderSize) reader.Fail($"{SectionHeaderSize} bytes", $"{reader.Remaining}");
            FileOffset record = reader.Offset;
            ReadOnlySpan<byte> name = reader.ReadBytes(8);
            int end = name.IndexOf((byte)0);
            PeSection section = new(TextDecoding.Utf8OrLatin1(end < 0 ? name : name[..end]), record)
            {
                VirtualSize = reader.ReadUInt32(),
                Address = new Rva(reader.ReadUInt32()),
                RawSize = reader.ReadUInt32(),
                RawOffset = reader.ReadUInt32(),
            };
            reader.Skip(12); // relocations and line numbers: object files only
            sections.Add(section with { Characteristics = reader.ReadUInt32() });
        }
    }
}
