using System.Collections.Immutable;
using Assay.Primitives;
using Assay.Targets;
using static Assay.Binaries.Pe.PeConstants;

namespace Assay.Binaries.Pe;

/// <summary>
/// A PE image: a DLL, a <c>.pyd</c> or a program. Headers and the names of imported DLLs are read at once; symbols, exports and resources when asked for.
/// </summary>
public sealed class PeImage : BinaryImage
{
    private readonly PeView view;
    private readonly ImmutableArray<ImportDescriptor> descriptors;
    private readonly Lazy<ImmutableArray<ImportedDll>> imports;
    private readonly Lazy<IReadOnlyList<WantedSymbol>> wantedSymbols;
    private readonly Lazy<ExportTable?> exports;
    private readonly Lazy<ThreadLocalBlock?> threadLocal;
    private readonly Lazy<LoadConfig?> loadConfig;
    private readonly Lazy<ImmutableArray<PeResource>> resources;
    private readonly Lazy<ImmutableArray<PeManifest>> manifests;
    private readonly Lazy<FixedFileVersion?> version;
    private readonly Lazy<ImmutableArray<string>> pdbPaths;

    internal PeImage(PeView view)
    {
        this.view = view;
        descriptors = ImportTable.ReadDescriptors(view);
        Needs =
        [
            .. descriptors.Select(descriptor => new LibraryNeed(
                descriptor.DllName,
                descriptor.IsDelayed ? NeedFlags.Delayed : NeedFlags.None,
                descriptor.IsDelayed ? "IMAGE_DELAYLOAD_DESCRIPTOR" : "IMAGE_IMPORT_DESCRIPTOR",
                descriptor.Offset)),
        ];
        imports = new(() => ImportTable.ReadSymbols(view, descriptors));
        wantedSymbols = new(ReadWantedSymbols);
        exports = new(() => view.Directory(IMAGE_DIRECTORY_ENTRY_EXPORT) is { IsAbsent: false } directory ? ExportTable.Read(view, directory) : null);
        threadLocal = new(ReadThreadLocal);
        loadConfig = new(() => Pe.LoadConfig.Read(view));
        resources = new(() => ResourceTable.Read(view));
        manifests = new(() => PeManifest.Read(view, resources.Value));
        version = new(() => FixedFileVersion.Read(view, resources.Value));
        pdbPaths = new(() => DebugDirectory.ReadPdbPaths(view));
    }

    /// <inheritdoc/>
    public override BinaryFormat Format => BinaryFormat.Pe;

    /// <inheritdoc/>
    public override BinaryKind Kind =>
        (Header.Characteristics & IMAGE_FILE_DLL) != 0 ? BinaryKind.SharedLibrary
        : (Header.Characteristics & IMAGE_FILE_EXECUTABLE_IMAGE) != 0 ? BinaryKind.Executable
        : BinaryKind.Other;

    /// <summary>The architecture of <c>Machine</c>. ARM64EC files say x64 here: see <see cref="IsArm64EmulationCompatible"/>.</summary>
    public override Architecture Architecture => Header.Machine switch
    {
        IMAGE_FILE_MACHINE_AMD64 => Architecture.X86_64,
        IMAGE_FILE_MACHINE_I386 => Architecture.X86,
        IMAGE_FILE_MACHINE_ARM64 => Architecture.Arm64,
        IMAGE_FILE_MACHINE_ARM or IMAGE_FILE_MACHINE_ARMNT => Architecture.Arm,
        IMAGE_FILE_MACHINE_RISCV64 => Architecture.RiscV64,
        IMAGE_FILE_MACHINE_LOONGARCH64 => Architecture.LoongArch64,
        _ => Architecture.Unknown,
    };

    /// <inheritdoc/>
    public override uint RawMachine => Header.Machine;

    /// <summary>Windows; firmware images are something else.</summary>
    public override OperatingSystemKind Platform =>
        Header.Subsystem is >= IMAGE_SUBSYSTEM_EFI_APPLICATION and <= IMAGE_SUBSYSTEM_EFI_ROM ? OperatingSystemKind.Other : OperatingSystemKind.Windows;

    /// <summary>The subsystem version: the loader refuses a file that asks for a newer one than the system's.</summary>
    public override PackedVersion? MinimumOs =>
        Header.Magic == 0 ? null : new PackedVersion(Header.SubsystemVersion.Major, Header.SubsystemVersion.Minor);

    /// <summary>The name in the export directory. It is what the linker was told: tools that rename DLLs leave it as it was.</summary>
    public override string? Name => exports.Value?.DllName;

    /// <summary>The imported DLLs in table order, then the delayed ones.</summary>
    public override ImmutableArray<LibraryNeed> Needs { get; }

    /// <summary>Always empty: PE files do not say where to look.</summary>
    public override ImmutableArray<SearchPath> SearchPaths => [];

    /// <inheritdoc/>
    public override IReadOnlyList<WantedSymbol> WantedSymbols => wantedSymbols.Value;

    /// <inheritdoc/>
    public override SymbolOffer Offers => exports.Value ?? SymbolOffer.None;

    /// <summary>The template of IMAGE_TLS_DIRECTORY, or null when there is no such directory.</summary>
    public override ThreadLocalBlock? ThreadLocal => threadLocal.Value;

    /// <inheritdoc/>
    public override IReadOnlyList<BinaryFault> Faults => view.Faults.All;

    /// <summary>The headers.</summary>
    public PeHeader Header => view.Header;

    /// <summary>The sections in table order.</summary>
    public ImmutableArray<PeSection> Sections => view.Sections;

    /// <summary>What is taken from each DLL, imports before delayed ones, in table order.</summary>
    public ImmutableArray<ImportedDll> Imports => imports.Value;

    /// <summary>The exports: the named ones in table order, then the nameless ones. Empty when there is no export table.</summary>
    public IEnumerable<PeExport> Exports => exports.Value?.Entries() ?? [];

    /// <summary>True when there is a TLS directory.</summary>
    public bool HasThreadLocalDirectory => !view.Directory(IMAGE_DIRECTORY_ENTRY_TLS).IsAbsent;

    /// <summary>The load configuration, or null when there is none.</summary>
    public LoadConfig? LoadConfig => loadConfig.Value;

    /// <summary>True for an x64 file with Arm code in it (ARM64EC), which only Windows 11 on Arm can run.</summary>
    public bool IsArm64EmulationCompatible => Header.Machine == IMAGE_FILE_MACHINE_AMD64 && LoadConfig is { ChpeMetadataPointer: not 0 };

    /// <summary>True for an Arm file that an x64 process can load too, since it carries x64 code besides (ARM64X).</summary>
    public bool IsArm64Hybrid => Header.Machine == IMAGE_FILE_MACHINE_ARM64 && LoadConfig is { ChpeMetadataPointer: not 0 };

    /// <summary>The resources in tree order, one entry for each type and id.</summary>
    public ImmutableArray<PeResource> Resources => resources.Value;

    /// <summary>The side-by-side manifests in tree order.</summary>
    public ImmutableArray<PeManifest> Manifests => manifests.Value;

    /// <summary>The numbers of the version resource, or null when there is none.</summary>
    public FixedFileVersion? FileVersion => version.Value;

    /// <summary>The paths of PDB files on the machine that built it; mostly none or one.</summary>
    public ImmutableArray<string> PdbPaths => pdbPaths.Value;

    /// <summary>The size of the Authenticode signatures in bytes; 0 when it is not signed.</summary>
    public uint CertificateSize => view.Directory(IMAGE_DIRECTORY_ENTRY_SECURITY).Size;

    /// <summary>The first section whose content reaches beyond the file, or null when all fit.</summary>
    public PeSection? SectionBeyondEnd => Sections.FirstOrDefault(section => section.RawSize > 0 && (long)section.RawOffset + section.RawSize > view.FileLength);

    /// <summary>Its constants: the section <c>.rdata</c>, where the linkers of Windows put them.</summary>
    /// <summary>A data directory; an absent one is empty.</summary>
    /// <param name="index">IMAGE_DIRECTORY_ENTRY_*.</param>
    internal DataDirectory Directory(int index) => view.Directory(index);

    /// <summary>Bytes by address from the image's base: as many of those asked for as the section and the file hold; empty where nothing is mapped.</summary>
    /// <param name="address">The address.</param>
    /// <param name="count">How many are wanted.</param>
    internal ReadOnlyMemory<byte> BytesAt(ulong address, int count)
    {
        if (address > uint.MaxValue || view.Locate(new Rva((uint)address), out long available) is not { } start) return default;
        byte[] bytes = new byte[Math.Clamp(count, 0, available)];
        return bytes.AsMemory(0, view.ReadFile(start.Value, bytes));
    }

    internal override int ReadContent(long offset, Span<byte> destination) => view.ReadFile(offset, destination);

    internal override ReadOnlyMemory<byte> ReadOnlyData() => Constants().Select(part => part.Bytes).FirstOrDefault();

    internal override IEnumerable<MappedBytes> Constants() => Content(section => section.Name == ".rdata");

    internal override IEnumerable<MappedBytes> Code() => Content(IsCode);

    internal override IEnumerable<StoredRange> CodeSections() =>
        StoredRange.Bounded(Sections.Where(IsCode).Select(section => StoredRange.Within(view.FileLength, section.Address.Value, section.RawOffset & ~(SectorSize - 1), section.RawSize)), view.FileLength);

    private static bool IsCode(PeSection section) => (section.Characteristics & IMAGE_SCN_CNT_CODE) != 0;

    // Sections of a file do not overlap; those of a hostile one would make the same bytes be read many times.
    private IEnumerable<MappedBytes> Content(Func<PeSection, bool> isWanted)
    {
        long left = view.FileLength;
        foreach (PeSection section in Sections.Where(isWanted))
        {
            long start = section.RawOffset & ~(SectorSize - 1);
            long size = Math.Clamp(Math.Min(section.RawSize, view.FileLength - start), 0, left);
            left -= size;
            byte[] bytes = new byte[size];
            int read = view.ReadFile(start, bytes);
            yield return new MappedBytes(section.Address.Value, bytes.AsMemory(0, read));
        }
    }

    private IReadOnlyList<WantedSymbol> ReadWantedSymbols() =>
        [.. Imports.SelectMany(dll => dll.Symbols.Select(symbol => new WantedSymbol(symbol) { Library = dll.Name, IsDelayed = dll.IsDelayed }))];

    // IMAGE_TLS_DIRECTORY holds addresses with the image base in them: start and end of the template, the index, the callbacks;
    // then SizeOfZeroFill and Characteristics, whose bits 20 to 23 give the alignment as in section headers.
    private ThreadLocalBlock? ReadThreadLocal()
    {
        DataDirectory directory = view.Directory(IMAGE_DIRECTORY_ENTRY_TLS);
        if (directory.IsAbsent) return null;
        bool wide = Header.Is64Bit;
        return view.Faults.Guard<ThreadLocalBlock?>(null, () =>
        {
            ByteReader reader = view.Reader(directory.Address, wide ? 40 : 24, "IMAGE_TLS_DIRECTORY", directory.Offset);
            ulong start = reader.ReadWord(wide);
            ulong end = reader.ReadWord(wide);
            reader.Skip(wide ? 16 : 8);
            uint zeroFill = reader.ReadUInt32();
            int alignment = (int)((reader.ReadUInt32() >> 20) & 0xf);
            if (end < start) reader.Fail("EndAddressOfRawData behind StartAddressOfRawData", $"0x{end:x} before 0x{start:x}");
            long size = (long)Math.Min(end - start, long.MaxValue / 2);
            return new ThreadLocalBlock(size, size + zeroFill, alignment == 0 ? 1 : 1L << (alignment - 1));
        });
    }
}
