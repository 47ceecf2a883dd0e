using System.Collections.Immutable;
using Assay.Primitives;
using Assay.Targets;
using static Assay.Binaries.MachO.MachOConstants;

namespace Assay.Binaries.MachO;

/// <summary>
/// A Mach-O image: a thin file or one slice of a fat one. Headers and load commands are read at once; symbols, fixups and the signature when asked for.
/// </summary>
public sealed partial class MachOImage : BinaryImage
{
    private readonly MachOSlice slice;
    private readonly MachOHeader header;
    private readonly Lazy<ImmutableArray<MachOSymbol>> externalSymbols;
    private readonly Lazy<ImmutableArray<BoundSymbol>> boundSymbols;
    private readonly Lazy<IReadOnlyList<WantedSymbol>> wantedSymbols;
    private readonly Lazy<ChainedFixups?> chainedFixups;
    private readonly Lazy<ExportsTrie?> exportsTrie;
    private readonly Lazy<SymbolOffer> offers;
    private readonly Lazy<CodeSignature?> codeSignature;

    internal MachOImage(MachOSlice slice, FatArchitecture? fatEntry, MachOHeader header, LoadCommandReader commands)
    {
        this.slice = slice;
        this.header = header;
        FatEntry = fatEntry;
        LoadCommands = commands.Commands.ToImmutable();
        Identity = commands.Identity;
        Needs = commands.Dylibs.ToImmutable();
        SearchPaths = commands.RunPaths.ToImmutable();
        Segments = commands.Segments.ToImmutable();
        Builds = commands.Builds.ToImmutable();
        Uuid = commands.Uuid;
        SymbolTable = commands.Symbols;
        DynamicSymbolTable = commands.DynamicSymbols;
        DyldInfo = commands.DyldInfo;
        ExportsTrieRange = commands.ExportsTrie ?? DyldInfo?.Exports;
        ChainedFixupsRange = commands.ChainedFixups;
        CodeSignatureRange = commands.CodeSignature;
        externalSymbols = new(ReadExternalSymbols);
        boundSymbols = new(ReadBoundSymbols);
        wantedSymbols = new(ReadWantedSymbols);
        chainedFixups = new(() => ChainedFixupsRange is { } range ? ChainedFixupsReader.Read(slice, range) : null);
        exportsTrie = new(ReadExportsTrie);
        offers = new(ReadOffers);
        codeSignature = new(() => CodeSignatureRange is { } range ? CodeSignatureReader.Read(slice, range) : null);
    }

    /// <inheritdoc/>
    public override BinaryFormat Format => BinaryFormat.MachO;

    /// <inheritdoc/>
    public override BinaryKind Kind => FileType switch
    {
        MH_EXECUTE => BinaryKind.Executable,
        MH_DYLIB or MH_DYLIB_STUB => BinaryKind.SharedLibrary,
        MH_BUNDLE => BinaryKind.Bundle,
        _ => BinaryKind.Other,
    };

    /// <inheritdoc/>
    public override Architecture Architecture => CpuNames.Neutral(CpuType, CpuSubtype);

    /// <inheritdoc/>
    public override uint RawMachine => CpuType;

    /// <summary>macOS when any build command says so or none is there: dyld takes images without one for macOS.</summary>
    public override OperatingSystemKind Platform =>
        Builds.IsEmpty || Builds.Any(build => build.OperatingSystem == OperatingSystemKind.MacOs) ? OperatingSystemKind.MacOs : OperatingSystemKind.Other;

    /// <summary>The oldest macOS it was built for; dyld does not enforce it. Null when no build command speaks of macOS.</summary>
    public override PackedVersion? MinimumOs => Builds.FirstOrDefault(build => build.OperatingSystem == OperatingSystemKind.MacOs)?.MinimumOs;

    /// <inheritdoc/>
    public override string? Name => Identity?.Name;

    /// <summary>The dylibs in load-command order: a library ordinal of 1 is the first of them.</summary>
    public override ImmutableArray<LibraryNeed> Needs { get; }

    /// <summary>LC_RPATH in load-command order, tokens unexpanded.</summary>
    public override ImmutableArray<SearchPath> SearchPaths { get; }

    /// <inheritdoc/>
    public override IReadOnlyList<BinaryFault> Faults => slice.Faults.All;

    /// <summary>The entry of the fat header this slice comes from, or null in a thin file.</summary>
    public FatArchitecture? FatEntry { get; }

    /// <summary>Where the image starts in the file.</summary>
    public FileOffset Start => slice.Start;

    /// <summary>How many bytes of it the file has.</summary>
    public long Length => slice.Length;

    /// <summary>False when there is no Mach-O header where one should be; then only what a fat header said is known.</summary>
    public bool HasHeader => header.IsReadable;

    /// <summary>True for 64-bit structures.</summary>
    public bool Is64Bit => slice.Wide;

    /// <summary>True when numbers have their most significant byte first.</summary>
    public bool IsBigEndian => slice.BigEndian;

    /// <summary>The <c>cputype</c> field.</summary>
    public uint CpuType => header.CpuType;

    /// <summary>The <c>cpusubtype</c> field with its capability bits.</summary>
    public uint CpuSubtype => header.CpuSubtype;

    /// <summary>The name dyld gives the architecture: <c>x86_64</c>, <c>x86_64h</c>, <c>arm64</c>, <c>arm64e</c>, ...</summary>
    public string ArchitectureName => CpuNames.Name(CpuType, CpuSubtype);

    /// <summary>The <c>filetype</c> field: 2 executable, 6 dylib, 8 bundle.</summary>
    public uint FileType => header.FileType;

    /// <summary>The <c>flags</c> field.</summary>
    public uint Flags => header.Flags;

    /// <summary>The names of the flags that are set, without MH_.</summary>
    public ImmutableArray<string> FlagNames => HeaderFlagNames.List(Flags);

    /// <summary>True when symbols are bound to the library they were linked from (MH_TWOLEVEL); without it everything is looked up flat.</summary>
    public bool IsTwoLevel => (Flags & HeaderFlagNames.TwoLevel) != 0;

    /// <summary>The <c>ncmds</c> field.</summary>
    public uint CommandCount => header.CommandCount;

    /// <summary>The <c>sizeofcmds</c> field, in bytes.</summary>
    public uint CommandsSize => header.CommandsSize;

    /// <summary>The load commands in file order, unknown ones included.</summary>
    public ImmutableArray<LoadCommand> LoadCommands { get; }

    /// <summary>LC_ID_DYLIB, or null when there is none.</summary>
    public DylibIdentity? Identity { get; }

    /// <summary>LC_BUILD_VERSION and LC_VERSION_MIN_* in file order; two in a file for macOS and Catalyst.</summary>
    public ImmutableArray<BuildVersion> Builds { get; }

    /// <summary>The platform it was built for: the first build command, or null when there is none.</summary>
    public BuildVersion? Build => Builds.IsEmpty ? null : Builds[0];

    /// <summary>LC_UUID, or null when there is none. dyld prints it in upper case.</summary>
    public Guid? Uuid { get; }

    /// <summary>The segments in file order.</summary>
    public ImmutableArray<MachOSegment> Segments { get; }

    /// <summary>All sections, segment by segment.</summary>
    public IEnumerable<MachOSection> Sections => Segments.SelectMany(segment => segment.Sections);

    /// <summary>LC_SYMTAB, or null when there is none.</summary>
    public SymbolTableCommand? SymbolTable { get; }

    /// <summary>LC_DYSYMTAB, or null when there is none.</summary>
    public DynamicSymbolTableCommand? DynamicSymbolTable { get; }

    /// <summary>LC_DYLD_INFO, or null when there is none.</summary>
    public DyldInfo? DyldInfo { get; }

    /// <summary>Where the exports trie is: LC_DYLD_EXPORTS_TRIE or its field of LC_DYLD_INFO; null when there is neither.</summary>
    public LinkEditRange? ExportsTrieRange { get; }

    /// <summary>LC_DYLD_CHAINED_FIXUPS, or null when there is none.</summary>
    public LinkEditRange? ChainedFixupsRange { get; }

    /// <summary>LC_CODE_SIGNATURE, or null when the image is not signed.</summary>
    public LinkEditRange? CodeSignatureRange { get; }
}
