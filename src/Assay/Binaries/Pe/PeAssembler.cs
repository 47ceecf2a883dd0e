using Assay.Binaries.Description;
using Assay.Primitives;
using static Assay.Binaries.Pe.PeConstants;

namespace Assay.Binaries.Pe;

/// <summary>
/// Turns a described PE file into bytes: headers, <c>.text</c> with an instruction per export, <c>.rdata</c> with every table, and <c>.rsrc</c> where there
/// are resources.
/// </summary>
internal static class PeAssembler
{
    /// <summary>The most that a description may ask for: descriptions of real files can state any size.</summary>
    public const ulong SizeLimit = 64 << 20;

    private const int DosStubSize = 0x80;
    private const int FileAlignment = 0x200;
    private const int SectionAlignment = 0x1000;
    private const int HeadersSize = 0x400;
    private const int CodeSize = 4;

    private const uint CodeSection = 0x60000020;
    private const uint DataSection = 0x40000040;

    /// <summary>Assembles a file.</summary>
    /// <param name="lines">The description, its first line first.</param>
    public static byte[] Assemble(IReadOnlyList<DescriptionLine> lines)
    {
        PeDescription pe = PeParser.Parse(lines);
        byte[] code = Code(pe);
        uint tablesAt = SectionAlignment + Up((uint)code.Length, SectionAlignment);
        PeTables tables = new(pe, new Rva(tablesAt), new Rva(SectionAlignment), CodeSize, HeadersSize + Up((uint)code.Length, FileAlignment));
        byte[] data = tables.Write();
        uint resourcesAt = tablesAt + Up((uint)data.Length, SectionAlignment);
        byte[] resources = PeResourceWriter.Write(pe, new Rva(resourcesAt));
        List<(string Name, byte[] Content, uint Address, uint Flags)> sections = [(".text", code, SectionAlignment, CodeSection)];
        if (data.Length > 0) sections.Add((".rdata", data, tablesAt, DataSection));
        if (resources.Length > 0) sections.Add((".rsrc", resources, resourcesAt, DataSection));

        DataDirectory[] directories = tables.Directories;
        if (resources.Length > 0) directories[IMAGE_DIRECTORY_ENTRY_RESOURCE] = new DataDirectory(new Rva(resourcesAt), (uint)resources.Length);
        uint end = HeadersSize + (uint)sections.Sum(section => Up((uint)section.Content.Length, FileAlignment));
        if (pe.CertificateSize > 0) directories[IMAGE_DIRECTORY_ENTRY_SECURITY] = new DataDirectory(new Rva(end), pe.CertificateSize);

        ByteWriter writer = new(bigEndian: false);
        writer.UInt16(IMAGE_DOS_SIGNATURE).Zeros(0x3a).UInt32(DosStubSize).Zeros(DosStubSize - 0x40);
        uint imageSize = sections[^1].Address + Up((uint)sections[^1].Content.Length, SectionAlignment);
        WriteHeaders(writer, pe.Header, sections.Count, imageSize, directories);
        uint offset = HeadersSize;
        foreach ((string name, byte[] content, uint address, uint flags) in sections)
        {
            uint raw = Up((uint)content.Length, FileAlignment);
            writer.Fixed(name, 8).UInt32((uint)content.Length).UInt32(address).UInt32(raw).UInt32(offset).Zeros(12).UInt32(flags);
            offset += raw;
        }

        writer.Zeros(HeadersSize - writer.Length);
        foreach ((string _, byte[] content, uint _, uint _) in sections) writer.Bytes(content).Align(FileAlignment);
        return writer.Zeros((int)pe.CertificateSize).ToArray();
    }

    private static byte[] Code(PeDescription pe)
    {
        ReadOnlySpan<byte> instruction = pe.Header.Machine switch
        {
            IMAGE_FILE_MACHINE_ARM64 => [0xc0, 0x03, 0x5f, 0xd6], // ret
            IMAGE_FILE_MACHINE_AMD64 or IMAGE_FILE_MACHINE_I386 => [0xc3, 0xcc, 0xcc, 0xcc], // ret, int3
            _ => [0, 0, 0, 0],
        };
        byte[] code = new byte[Math.Max(1, pe.Offers.Count) * CodeSize];
        for (int at = 0; at < code.Length; at += CodeSize) instruction.CopyTo(code.AsSpan(at));
        return code;
    }

    private static void WriteHeaders(ByteWriter writer, PeHeader header, int sectionCount, uint imageSize, DataDirectory[] directories)
    {
        bool wide = header.Is64Bit;
        int optionalSize = (wide ? 112 : 96) + (directories.Length * 8);
        writer.UInt32(IMAGE_NT_SIGNATURE).UInt16(header.Machine).UInt16((ushort)sectionCount).UInt32(header.Timestamp).Zeros(8);
        writer.UInt16((ushort)optionalSize).UInt16(header.Characteristics);
        writer.UInt16(header.Magic).Byte(header.LinkerVersion.Major).Byte(header.LinkerVersion.Minor).Zeros(12).UInt32(0).UInt32(SectionAlignment);
        if (!wide) writer.UInt32(0);
        writer.Word(header.ImageBase, wide).UInt32(SectionAlignment).UInt32(FileAlignment);
        writer.UInt16(header.OperatingSystemVersion.Major).UInt16(header.OperatingSystemVersion.Minor).UInt32(0);
        writer.UInt16(header.SubsystemVersion.Major).UInt16(header.SubsystemVersion.Minor).UInt32(0);
        writer.UInt32(imageSize).UInt32(HeadersSize).UInt32(header.Checksum).UInt16(header.Subsystem).UInt16(header.DllCharacteristics);
        foreach (uint size in (ReadOnlySpan<uint>)[0x100000, 0x1000, 0x100000, 0x1000]) writer.Word(size, wide); // stack and heap
        writer.UInt32(0).UInt32((uint)directories.Length);
        foreach (DataDirectory directory in directories) writer.UInt32(directory.Address.Value).UInt32(directory.Size);
    }

    private static uint Up(uint value, uint alignment) => (value + alignment - 1) & ~(alignment - 1);
}
