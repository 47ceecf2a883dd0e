using System.Collections.Immutable;
using Assay.Primitives;

namespace Assay.Binaries.Elf;

/// <summary>The ELF header (Elf32_Ehdr, Elf64_Ehdr) as stored. Fields behind the end of a cut file are 0.</summary>
/// <param name="Identification">The sixteen bytes of <c>e_ident</c>.</param>
/// <param name="Type"><c>e_type</c>.</param>
/// <param name="Machine"><c>e_machine</c>.</param>
/// <param name="Version"><c>e_version</c>.</param>
/// <param name="Entry"><c>e_entry</c>.</param>
/// <param name="ProgramHeaders"><c>e_phoff</c>.</param>
/// <param name="SectionHeaders"><c>e_shoff</c>.</param>
/// <param name="Flags"><c>e_flags</c>.</param>
/// <param name="HeaderSize"><c>e_ehsize</c>, in bytes.</param>
/// <param name="ProgramHeaderSize"><c>e_phentsize</c>, in bytes.</param>
/// <param name="ProgramHeaderCount"><c>e_phnum</c>.</param>
/// <param name="SectionHeaderSize"><c>e_shentsize</c>, in bytes.</param>
/// <param name="SectionHeaderCount"><c>e_shnum</c>; 0 with a nonzero <paramref name="SectionHeaders"/> means that section 0 holds the number.</param>
/// <param name="SectionNames"><c>e_shstrndx</c>.</param>
public sealed record ElfHeader(
    ImmutableArray<byte> Identification,
    ushort Type,
    ushort Machine,
    uint Version,
    VirtualAddress Entry,
    FileOffset ProgramHeaders,
    FileOffset SectionHeaders,
    uint Flags,
    ushort HeaderSize,
    ushort ProgramHeaderSize,
    ushort ProgramHeaderCount,
    ushort SectionHeaderSize,
    ushort SectionHeaderCount,
    ushort SectionNames)
{
    /// <summary>The length of <c>e_ident</c> in bytes.</summary>
    public const int IdentificationSize = 16;

    /// <summary>EI_CLASS.</summary>
    public ElfClass Class => (ElfClass)Identification[4];

    /// <summary>EI_DATA.</summary>
    public ElfData Data => (ElfData)Identification[5];

    /// <summary>EI_VERSION; only 1 is defined.</summary>
    public byte IdentificationVersion => Identification[6];

    /// <summary>EI_OSABI: 0 System V, 3 GNU, 9 FreeBSD, ...</summary>
    public byte OsAbi => Identification[7];

    /// <summary>EI_ABIVERSION.</summary>
    public byte AbiVersion => Identification[8];

    /// <summary>True when addresses are 64 bits wide.</summary>
    internal bool Wide => Class != ElfClass.Elf32;

    /// <summary>True when numbers have their most significant byte first.</summary>
    internal bool BigEndian => Data == ElfData.BigEndian;

    /// <summary>Reads what there is of a header.</summary>
    /// <param name="head">The first bytes of the file, at least the sixteen of <c>e_ident</c>.</param>
    /// <param name="whole">False when the bytes end inside the header.</param>
    internal static ElfHeader Read(ReadOnlySpan<byte> head, out bool whole)
    {
        bool wide = head[4] != (byte)ElfClass.Elf32;
        int size = wide ? 64 : 52;
        whole = head.Length >= size;
        Span<byte> padded = stackalloc byte[64];
        padded.Clear();
        head[..Math.Min(head.Length, size)].CopyTo(padded);

        ByteReader reader = new(padded, default, head[5] == (byte)ElfData.BigEndian, "ELF header");
        ImmutableArray<byte> identification = [.. reader.ReadBytes(IdentificationSize)];
        return new ElfHeader(
            identification,
            Type: reader.ReadUInt16(),
            Machine: reader.ReadUInt16(),
            Version: reader.ReadUInt32(),
            Entry: new VirtualAddress(reader.ReadWord(wide)),
            ProgramHeaders: new FileOffset(unchecked((long)reader.ReadWord(wide))),
            SectionHeaders: new FileOffset(unchecked((long)reader.ReadWord(wide))),
            Flags: reader.ReadUInt32(),
            HeaderSize: reader.ReadUInt16(),
            ProgramHeaderSize: reader.ReadUInt16(),
            ProgramHeaderCount: reader.ReadUInt16(),
            SectionHeaderSize: reader.ReadUInt16(),
            SectionHeaderCount: reader.ReadUInt16(),
            SectionNames: reader.ReadUInt16());
    }
}
