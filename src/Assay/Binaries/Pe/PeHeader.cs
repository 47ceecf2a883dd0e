using System.Collections.Immutable;

namespace Assay.Binaries.Pe;

/// <summary>IMAGE_FILE_HEADER and IMAGE_OPTIONAL_HEADER32 or 64 of <c>winnt.h</c>, field by field. Everything is 0 where the file had no header.</summary>
public sealed record PeHeader
{
    /// <summary>IMAGE_FILE_MACHINE_*.</summary>
    public ushort Machine { get; init; }

    /// <summary>Seconds since 1970, or a hash where the build is reproducible.</summary>
    public uint Timestamp { get; init; }

    /// <summary>IMAGE_FILE_* flags.</summary>
    public ushort Characteristics { get; init; }

    /// <summary>0x10b for PE32, 0x20b for PE32+, 0 when there is no optional header.</summary>
    public ushort Magic { get; init; }

    /// <summary>The linker's version, two numbers.</summary>
    public (byte Major, byte Minor) LinkerVersion { get; init; }

    /// <summary>The system version asked for; the loader does not look at it.</summary>
    public (ushort Major, ushort Minor) OperatingSystemVersion { get; init; }

    /// <summary>The subsystem version; a newer one than the system's keeps the file from being loaded.</summary>
    public (ushort Major, ushort Minor) SubsystemVersion { get; init; }

    /// <summary>IMAGE_SUBSYSTEM_*.</summary>
    public ushort Subsystem { get; init; }

    /// <summary>The entry point, 0 when there is none.</summary>
    public Rva EntryPoint { get; init; }

    /// <summary>The address the image is linked for.</summary>
    public ulong ImageBase { get; init; }

    /// <summary>Alignment of sections in memory, in bytes.</summary>
    public uint SectionAlignment { get; init; }

    /// <summary>Alignment of sections in the file, in bytes.</summary>
    public uint FileAlignment { get; init; }

    /// <summary>Bytes of memory the image takes.</summary>
    public uint SizeOfImage { get; init; }

    /// <summary>Bytes of headers at the start of the file.</summary>
    public uint SizeOfHeaders { get; init; }

    /// <summary>The checksum, mostly 0.</summary>
    public uint Checksum { get; init; }

    /// <summary>IMAGE_DLLCHARACTERISTICS_* flags.</summary>
    public ushort DllCharacteristics { get; init; }

    /// <summary>The data directories that are there, at most 16.</summary>
    public ImmutableArray<DataDirectory> DataDirectories { get; init; } = [];

    /// <summary>True for PE32+.</summary>
    public bool Is64Bit => Magic == PeConstants.IMAGE_NT_OPTIONAL_HDR64_MAGIC;
}
