using System.Buffers.Binary;
using Assay.Binaries;
using Assay.Binaries.Elf;
using Assay.Primitives;

namespace Assay.Loading.Musl;

/// <summary>
/// Opens files as musl ldso/dynlink.c <c>map_library</c> does (1.2.3 to 1.2.5 read). It looks at no magic number, class, machine or ABI: whatever has the type of
/// a library and a dynamic segment is mapped, addresses and offsets rounded down to pages each for itself. The image given back is therefore that of
/// the file with the fields that musl ignores set to what the architecture expects, and with the offsets that the mapping really has.
/// </summary>
/// <param name="machine">The machine whose files are opened.</param>
/// <param name="store">The binaries of that machine.</param>
/// <param name="elfMachine"><c>e_machine</c> of the architecture, which has 64-bit little-endian files.</param>
/// <param name="pageSize">The page size in bytes.</param>
internal sealed class MuslFiles(IMachine machine, BinaryStore store, ushort elfMachine, int pageSize)
{
    // Ehdr buf[(896+sizeof(Ehdr))/sizeof(Ehdr)]: what is read first.
    private const int FirstRead = 960;
    private const int HeaderSize = 64;
    private const int SegmentSize = 56;
    private const int LargestCopy = 256 << 20;

    /// <summary>Opens and maps a file.</summary>
    /// <param name="path">The path, absolute on the machine.</param>
    /// <param name="shown">The path as messages print it.</param>
    public MuslFile Open(string path, string shown)
    {
        FileFacts? facts = machine.Look(path, out AccessOutcome outcome);
        if (facts is null) return NotOpened(shown, outcome);
        if (facts.Kind == FileKind.Directory)
            return new MuslFile { Path = shown, Identity = facts.Identity, IsOpened = true, Error = "Is a directory", Kind = LoadFailureKind.NotABinary, Reason = "a directory" };
        using ByteSource? source = machine.Open(path, out outcome);
        if (source is null) return NotOpened(shown, outcome);
        return Judge(path, source) with { Path = shown, Identity = facts.Identity, IsOpened = true };
    }

    private static MuslFile NotOpened(string shown, AccessOutcome outcome) => outcome switch
    {
        AccessOutcome.Missing => Failed(shown, "No such file or directory", true, LoadFailureKind.MissingLibrary, "no such file"),
        AccessOutcome.NotADirectory => Failed(shown, "Not a directory", true, LoadFailureKind.MissingLibrary, "a part of the path is no directory"),
        AccessOutcome.Denied => Failed(shown, "Permission denied", true, LoadFailureKind.PermissionDenied, "not readable"),
        AccessOutcome.LinkLoop => Failed(shown, "Symbolic link loop", false, LoadFailureKind.MissingLibrary, "links lead round in a circle"),
        _ => Failed(shown, "I/O error", false, LoadFailureKind.MissingLibrary, "cannot be opened"),
    };

    private static MuslFile Failed(string path, string error, bool passedOver, LoadFailureKind kind, string reason) => new() { Path = path, Error = error, IsPassedOver = passedOver, Kind = kind, Reason = reason };

    private static MuslFile NoExecutable(string reason, LoadFailureKind kind = LoadFailureKind.NotABinary) => new() { Path = "", Error = "Exec format error", Kind = kind, Reason = reason };

    private MuslFile Judge(string path, ByteSource source)
    {
        byte[] head = source.ReadUpTo(0, FirstRead);
        if (head.Length < HeaderSize) return NoExecutable($"{head.Length} bytes, less than a header", LoadFailureKind.TooShort);
        ushort type = BinaryPrimitives.ReadUInt16LittleEndian(head.AsSpan(16));
        if (type is not (ElfConstants.ET_DYN or ElfConstants.ET_EXEC)) return NoExecutable(BinaryFiles.FormatOf(head) == BinaryFormat.Elf ? $"e_type {type} is neither a library nor a program" : "no ELF file");
        int stride = BinaryPrimitives.ReadUInt16LittleEndian(head.AsSpan(54)), count = BinaryPrimitives.ReadUInt16LittleEndian(head.AsSpan(56));
        long start = BinaryPrimitives.ReadInt64LittleEndian(head.AsSpan(32));
        byte[] table = source.ReadUpTo(start, ((long)stride * count) + SegmentSize);
        if (start < 0) return new MuslFile { Path = "", Error = "Invalid argument", Kind = LoadFailureKind.InvalidHeader, Reason = "e_phoff is negative" };
        if (table.Length < (long)stride * count) return NoExecutable("it ends before its program headers do", LoadFailureKind.TooShort);

        bool hasDynamic = false, hasLoad = false;
        for (int i = 0; i < count && (i * stride) + SegmentSize <= table.Length; i++)
        {
            ReadOnlySpan<byte> segment = table.AsSpan(i * stride);
            uint kind = BinaryPrimitives.ReadUInt32LittleEndian(segment);
            hasLoad |= kind == ElfConstants.PT_LOAD;
            if (kind == ElfConstants.PT_DYNAMIC) hasDynamic = BinaryPrimitives.ReadUInt64LittleEndian(segment[16..]) != 0;
        }

        if (!hasDynamic) return NoExecutable("no dynamic segment", LoadFailureKind.NotLoadable);
        if (stride != SegmentSize) return new MuslFile { Path = "", Undecided = $"its program headers are {stride} bytes apart" };

        // Without a segment the length to map is worked out from a variable that was never set; nearly always it is absurd.
        if (!hasLoad) return new MuslFile { Path = "", Error = "Out of memory", Kind = LoadFailureKind.NotLoadable, Reason = "no segment to map" };
        ElfImage? image = IsAsExpected(head, table, count) && !EndsInsideSegment(table, count, source.Length) ? store.Get(path, out _)?.Images is [ElfImage own] ? own : null : Copy(source, start, count);
        if (image is null) return new MuslFile { Path = "", Undecided = "the file is too large to be looked at as musl maps it" };
        return Shifted(image) switch
        {
            null => new MuslFile { Path = "", Image = image, Kind = LoadFailureKind.NotLoadable },
            { Type: ElfConstants.PT_DYNAMIC } => new MuslFile { Path = "", Crash = "its segments are mapped shifted: the dynamic section is not where it says", Signal = "SIGSEGV", Kind = LoadFailureKind.MisalignedSegment },
            _ => new MuslFile { Path = "", Undecided = "its segments are mapped shifted against their addresses" },
        };
    }

    // The identification, the machine and the version are not looked at; offsets count by pages.
    private bool IsAsExpected(byte[] head, byte[] table, int count)
    {
        if (!head.AsSpan(0, 16).SequenceEqual(Identification) || BinaryPrimitives.ReadUInt16LittleEndian(head.AsSpan(18)) != elfMachine || BinaryPrimitives.ReadUInt32LittleEndian(head.AsSpan(20)) != 1) return false;
        for (int i = 0; i < count; i++)
        {
            ReadOnlySpan<byte> segment = table.AsSpan(i * SegmentSize);
            if (BinaryPrimitives.ReadUInt32LittleEndian(segment) == ElfConstants.PT_LOAD && Mapped(segment) != BinaryPrimitives.ReadInt64LittleEndian(segment[8..])) return false;
        }

        return true;
    }

    // Rounding both to pages shifts a segment whose address and offset disagree by more than the rest of a page: other headers tell where things should be.
    private static ElfSegment? Shifted(ElfImage image)
    {
        ElfSegment? shifted = null;
        foreach (ElfSegment segment in image.Segments)
        {
            if (segment.IsLoad || segment.FileSize == 0 || segment.Type is not (ElfConstants.PT_DYNAMIC or ElfConstants.PT_NOTE or ElfConstants.PT_GNU_EH_FRAME or ElfConstants.PT_GNU_RELRO or ElfConstants.PT_TLS)) continue;
            ElfSegment? load = image.Segments.LastOrDefault(candidate => candidate.IsLoad && segment.Address.Value >= candidate.Address.Value && segment.Address.Value - candidate.Address.Value < candidate.FileSize);
            if (load is null || load.Offset.Value + (long)(segment.Address.Value - load.Address.Value) == segment.Offset.Value) continue;
            if (shifted is null || segment.Type == ElfConstants.PT_DYNAMIC) shifted = segment;
        }

        return shifted;
    }

    // The page in which a file ends is filled with zeros: tables that lie there are read on.
    private bool EndsInsideSegment(byte[] table, int count, long length)
    {
        if (length % pageSize == 0) return false;
        for (int i = 0; i < count; i++)
        {
            ReadOnlySpan<byte> segment = table.AsSpan(i * SegmentSize);
            if (BinaryPrimitives.ReadUInt32LittleEndian(segment) == ElfConstants.PT_LOAD && BinaryPrimitives.ReadUInt64LittleEndian(segment[32..]) > (ulong)Math.Max(0, length - Mapped(segment))) return true;
        }

        return false;
    }

    private ElfImage? Copy(ByteSource source, long start, int count)
    {
        if (source.Length > LargestCopy) return null;
        byte[] bytes = source.ReadUpTo(0, source.Length);
        Array.Resize(ref bytes, (bytes.Length + pageSize - 1) & -pageSize);
        Identification.CopyTo(bytes);
        BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(18), elfMachine);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(20), 1);
        for (int i = 0; i < count; i++)
        {
            Span<byte> segment = bytes.AsSpan((int)start + (i * SegmentSize), SegmentSize);
            if (BinaryPrimitives.ReadUInt32LittleEndian(segment) == ElfConstants.PT_LOAD) BinaryPrimitives.WriteInt64LittleEndian(segment[8..], Mapped(segment));
        }

        return BinaryFiles.Read(new MemoryByteSource(bytes)).Images is [ElfImage image] ? image : null;
    }

    private long Mapped(ReadOnlySpan<byte> segment)
    {
        long mask = pageSize - 1;
        return (BinaryPrimitives.ReadInt64LittleEndian(segment[8..]) & ~mask) + (BinaryPrimitives.ReadInt64LittleEndian(segment[16..]) & mask);
    }

    // ELFCLASS64, ELFDATA2LSB, EV_CURRENT, ELFOSABI_NONE.
    private static ReadOnlySpan<byte> Identification => [0x7f, (byte)'E', (byte)'L', (byte)'F', 2, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0];
}
