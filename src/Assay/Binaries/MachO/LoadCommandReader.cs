using System.Collections.Immutable;
using Assay.Primitives;
using static Assay.Binaries.MachO.MachOConstants;

namespace Assay.Binaries.MachO;

/// <summary>Walks the load commands once and keeps what they say. Every command stays in the list, also one that cannot be decoded.</summary>
/// <param name="slice">The image.</param>
internal sealed class LoadCommandReader(MachOSlice slice)
{
    private uint cpuType;

    public ImmutableArray<LoadCommand>.Builder Commands { get; } = ImmutableArray.CreateBuilder<LoadCommand>();

    public ImmutableArray<LibraryNeed>.Builder Dylibs { get; } = ImmutableArray.CreateBuilder<LibraryNeed>();

    public ImmutableArray<SearchPath>.Builder RunPaths { get; } = ImmutableArray.CreateBuilder<SearchPath>();

    public ImmutableArray<MachOSegment>.Builder Segments { get; } = ImmutableArray.CreateBuilder<MachOSegment>();

    public ImmutableArray<BuildVersion>.Builder Builds { get; } = ImmutableArray.CreateBuilder<BuildVersion>();

    public DylibIdentity? Identity { get; private set; }

    public Guid? Uuid { get; private set; }

    public SymbolTableCommand? Symbols { get; private set; }

    public DynamicSymbolTableCommand? DynamicSymbols { get; private set; }

    public DyldInfo? DyldInfo { get; private set; }

    public LinkEditRange? ExportsTrie { get; private set; }

    public LinkEditRange? ChainedFixups { get; private set; }

    public LinkEditRange? CodeSignature { get; private set; }

    /// <summary>Reads them all.</summary>
    /// <param name="header">The header that counts them.</param>
    /// <param name="bytes">The bytes behind the header, as many as there are of <c>sizeofcmds</c>.</param>
    public void ReadAll(MachOHeader header, ReadOnlyMemory<byte> bytes)
    {
        cpuType = header.CpuType;
        int headerSize = MachOHeader.SizeOf(slice.Wide);
        int position = 0;
        for (uint index = 0; index < header.CommandCount; index++)
        {
            ReadOnlySpan<byte> rest = bytes.Span[position..];
            if (rest.Length < 8)
            {
                slice.Faults.Add(new BinaryFault(slice.At(headerSize + position), "mach_header", $"{header.CommandCount} load commands", $"{index} within sizeofcmds"));
                return;
            }

            ByteReader reader = slice.Reader(rest, headerSize + position, "load command");
            uint number = reader.ReadUInt32();
            uint size = reader.ReadUInt32();
            LoadCommand command = new(number, slice.At(headerSize + position), size);
            if (size < 8 || size > rest.Length)
            {
                slice.Faults.Add(new BinaryFault(command.Offset, command.Name, $"cmdsize between 8 and {rest.Length}", $"{size}"));
                return;
            }

            Commands.Add(command);
            Decode(command, bytes.Slice(position, (int)size));
            position += (int)size;
        }
    }

    private void Decode(LoadCommand command, ReadOnlyMemory<byte> bytes)
    {
        if (slice.Faults.All.Length >= FaultLog.Limit) return;
        slice.Faults.Guard(0, () =>
        {
            ByteReader reader = new(bytes.Span, command.Offset, slice.BigEndian, command.Name);
            reader.Skip(8);
            DecodeOne(command, ref reader);
            return 0;
        });
    }

    private void DecodeOne(LoadCommand command, ref ByteReader reader)
    {
        switch (command.Number)
        {
            case LC_SEGMENT:
            case LC_SEGMENT_64:
                Segments.Add(SegmentReader.Read(slice, command, ref reader));
                break;
            case LC_ID_DYLIB:
                LibraryNeed own = ReadDylib(command, ref reader);
                Identity ??= new DylibIdentity(own.Name, own.CurrentVersion ?? default, own.CompatibilityVersion ?? default, command.Offset);
                break;
            case LC_LOAD_DYLIB:
            case LC_LOAD_WEAK_DYLIB:
            case LC_REEXPORT_DYLIB:
            case LC_LOAD_UPWARD_DYLIB:
            case LC_LAZY_LOAD_DYLIB:
                Dylibs.Add(ReadDylib(command, ref reader));
                break;
            case LC_RPATH:
                RunPaths.Add(new SearchPath(command.Name, ReadString(command, reader.ReadUInt32(), ref reader)) { Offset = command.Offset });
                break;
            case LC_UUID:
                Uuid ??= new Guid(reader.ReadBytes(16), bigEndian: true);
                break;
            case LC_SYMTAB:
                Symbols ??= new SymbolTableCommand(command.Offset, reader.ReadUInt32(), reader.ReadUInt32(), ReadRange(ref reader));
                break;
            case LC_DYSYMTAB:
                DynamicSymbols ??= ReadDynamicSymbols(command, ref reader);
                break;
            case LC_DYLD_INFO:
            case LC_DYLD_INFO_ONLY:
                DyldInfo ??= new DyldInfo(
                    command.Name, command.Offset, ReadRange(ref reader), ReadRange(ref reader), ReadRange(ref reader), ReadRange(ref reader), ReadRange(ref reader));
                break;
            case LC_DYLD_EXPORTS_TRIE:
                ExportsTrie ??= ReadRange(ref reader);
                break;
            case LC_DYLD_CHAINED_FIXUPS:
                ChainedFixups ??= ReadRange(ref reader);
                break;
            case LC_CODE_SIGNATURE:
                CodeSignature ??= ReadRange(ref reader);
                break;
            case LC_BUILD_VERSION:
                Builds.Add(ReadBuildVersion(command, ref reader));
                break;
            case LC_VERSION_MIN_MACOSX:
            case LC_VERSION_MIN_IPHONEOS:
            case LC_VERSION_MIN_TVOS:
            case LC_VERSION_MIN_WATCHOS:
                PackedVersion minimum = PackedVersion.FromPacked(reader.ReadUInt32());
                Builds.Add(new BuildVersion(command.Name, PlatformOf(command.Number), minimum, ReadSdk(ref reader), command.Offset));
                break;
        }
    }

    private static LinkEditRange ReadRange(ref ByteReader reader) => new(reader.ReadUInt32(), reader.ReadUInt32());

    private static DynamicSymbolTableCommand ReadDynamicSymbols(LoadCommand command, ref ByteReader reader)
    {
        (uint firstLocal, uint locals) = (reader.ReadUInt32(), reader.ReadUInt32());
        (uint firstDefined, uint defined) = (reader.ReadUInt32(), reader.ReadUInt32());
        (uint firstUndefined, uint undefined) = (reader.ReadUInt32(), reader.ReadUInt32());
        reader.Skip(6 * 4); // table of contents, module table, external references: unused since the 1990s
        return new DynamicSymbolTableCommand(
            command.Offset, firstLocal, locals, firstDefined, defined, firstUndefined, undefined, reader.ReadUInt32(), reader.ReadUInt32());
    }

    private BuildVersion ReadBuildVersion(LoadCommand command, ref ByteReader reader)
    {
        uint platform = reader.ReadUInt32();
        PackedVersion minimum = PackedVersion.FromPacked(reader.ReadUInt32());
        PackedVersion? sdk = ReadSdk(ref reader);
        uint count = reader.ReadUInt32();
        ImmutableArray<BuildTool>.Builder tools = ImmutableArray.CreateBuilder<BuildTool>();
        for (uint index = 0; index < count && reader.Remaining >= 8; index++)
            tools.Add(new BuildTool(reader.ReadUInt32(), PackedVersion.FromPacked(reader.ReadUInt32())));
        if (tools.Count < count)
            slice.Faults.Add(new BinaryFault(command.Offset, command.Name, $"room for {count} tools", $"{tools.Count}"));
        return new BuildVersion(command.Name, platform, minimum, sdk, command.Offset) { Tools = tools.ToImmutable() };
    }

    private static PackedVersion? ReadSdk(ref ByteReader reader)
    {
        uint packed = reader.ReadUInt32();
        return packed == 0 ? null : PackedVersion.FromPacked(packed);
    }

    // The older commands know no simulator: dyld takes an Intel slice for the simulator's (`MachOFile::forEachSupportedPlatform`).
    private uint PlatformOf(uint command)
    {
        uint device = command switch
        {
            LC_VERSION_MIN_IPHONEOS => Platforms.Ios,
            LC_VERSION_MIN_TVOS => Platforms.Tvos,
            LC_VERSION_MIN_WATCHOS => Platforms.Watchos,
            _ => Platforms.MacOs,
        };
        bool intel = cpuType is CPU_TYPE_X86 or CPU_TYPE_X86_64;
        return intel && device != Platforms.MacOs ? device + Platforms.DeviceToSimulator : device;
    }

    private LibraryNeed ReadDylib(LoadCommand command, ref ByteReader reader)
    {
        uint nameOffset = reader.ReadUInt32();
        uint timestamp = reader.ReadUInt32();
        PackedVersion current = PackedVersion.FromPacked(reader.ReadUInt32());
        PackedVersion compatibility = PackedVersion.FromPacked(reader.ReadUInt32());
        NeedFlags flags = command.Number switch
        {
            LC_LOAD_WEAK_DYLIB => NeedFlags.Weak,
            LC_REEXPORT_DYLIB => NeedFlags.Reexported,
            LC_LOAD_UPWARD_DYLIB => NeedFlags.Upward,
            LC_LAZY_LOAD_DYLIB => NeedFlags.Delayed,
            _ => NeedFlags.None,
        };
        if (command.Number is LC_LOAD_DYLIB or LC_LOAD_WEAK_DYLIB && timestamp == DYLIB_USE_MARKER && nameOffset >= 28)
        {
            uint use = reader.ReadUInt32();
            if ((use & DYLIB_USE_WEAK_LINK) != 0) flags |= NeedFlags.Weak;
            if ((use & DYLIB_USE_REEXPORT) != 0) flags |= NeedFlags.Reexported;
            if ((use & DYLIB_USE_UPWARD) != 0) flags |= NeedFlags.Upward;
            if ((use & DYLIB_USE_DELAYED_INIT) != 0) flags |= NeedFlags.Delayed;
        }

        return new LibraryNeed(ReadString(command, nameOffset, ref reader), flags, command.Name, command.Offset)
        {
            CurrentVersion = current,
            CompatibilityVersion = compatibility,
        };
    }

    // union lc_str: an offset from the start of the command to a string that ends in NUL or with the command.
    private static string ReadString(LoadCommand command, uint offset, ref ByteReader reader)
    {
        if (offset < reader.Position || offset >= command.Size) reader.Fail($"a string offset between {reader.Position} and {command.Size}", $"{offset}");
        reader.Position = (int)offset;
        ReadOnlySpan<byte> text = reader.ReadBytes(reader.Remaining);
        int end = text.IndexOf((byte)0);
        return TextDecoding.Utf8OrLatin1(end < 0 ? text : text[..end]);
    }
}
