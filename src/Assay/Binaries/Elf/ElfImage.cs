using System.Collections.Immutable;
using Assay.Targets;

namespace Assay.Binaries.Elf;

/// <summary>
/// One ELF file. The headers have been read; everything else is read on first use and only as far as it is needed. Safe for several threads.
/// </summary>
public sealed partial class ElfImage : BinaryImage
{
    private readonly ElfFileView view;
    private readonly Lazy<ElfDynamicSection> dynamic;
    private readonly Lazy<ElfStringTable?> strings;
    private readonly Lazy<ElfDynamicNames> names;
    private readonly Lazy<ElfVersions> versions;
    private readonly Lazy<ElfSymbolIndex> index;
    private readonly Lazy<ElfSymbolTable> symbols;
    private readonly Lazy<ImmutableArray<WantedSymbol>> wanted;
    private readonly Lazy<ElfRelocationTable> relocations;
    private readonly Lazy<ImmutableArray<ElfNote>> notes;
    private readonly Lazy<ImmutableArray<ElfSection>> sections;
    private readonly ElfSymbolOffer offers;

    internal ElfImage(ElfFileView view)
    {
        this.view = view;
        dynamic = new(() => ElfDynamicSection.Read(view));
        strings = new(() => Dynamic.Pointer(ElfConstants.DT_STRTAB) is { } pointer ? new ElfStringTable(view, pointer, Dynamic.Value(ElfConstants.DT_STRSZ) ?? 0) : null);
        names = new(() => ElfDynamicNames.Read(view, Dynamic, strings.Value));
        versions = new(() => ElfVersions.Read(view, Dynamic, strings.Value));
        index = new(() => ElfSymbolIndex.Read(view, Dynamic));
        symbols = new(() => ElfSymbolTable.Read(view, Dynamic, strings.Value, index.Value));
        wanted = new(ListWanted);
        relocations = new(() => ElfRelocationTable.Read(view, Dynamic));
        notes = new(() => ElfNotes.Read(view));
        sections = new(() => ElfSections.Read(view));
        offers = new ElfSymbolOffer(index, symbols, versions);
    }

    /// <inheritdoc/>
    public override BinaryFormat Format => BinaryFormat.Elf;

    /// <summary>The ELF header as stored.</summary>
    public ElfHeader Header => view.Header;

    /// <summary>The program headers in file order; empty when they could not be read.</summary>
    public ImmutableArray<ElfSegment> Segments => view.Segments;

    /// <summary>The dynamic section.</summary>
    public ElfDynamicSection Dynamic => dynamic.Value;

    /// <summary>Programs are ET_EXEC, or ET_DYN with DF_1_PIE, or (before that flag existed) ET_DYN with an interpreter and no soname.</summary>
    public override BinaryKind Kind => Header.Type switch
    {
        ElfConstants.ET_EXEC => BinaryKind.Executable,
        ElfConstants.ET_DYN => IsPositionIndependentProgram || (HasInterpreter && Name is null) ? BinaryKind.Executable : BinaryKind.SharedLibrary,
        _ => BinaryKind.Other,
    };

    /// <inheritdoc/>
    public override Architecture Architecture => ElfKinds.Architecture(Header);

    /// <inheritdoc/>
    public override uint RawMachine => Header.Machine;

    /// <inheritdoc/>
    public override OperatingSystemKind Platform => ElfKinds.Platform(Header);

    /// <summary>DT_SONAME, or null.</summary>
    public override string? Name => names.Value.Soname;

    /// <summary>Every DT_NEEDED in file order.</summary>
    public override ImmutableArray<LibraryNeed> Needs => names.Value.Needs;

    /// <summary>DT_RPATH as stored, or null.</summary>
    public string? Rpath => names.Value.Rpath;

    /// <summary>DT_RUNPATH as stored, or null. Where it is there, loaders leave DT_RPATH aside.</summary>
    public string? Runpath => names.Value.Runpath;

    /// <summary>The elements of DT_RPATH, then those of DT_RUNPATH, split at colons; an empty element is kept. Which of them count is the loader's affair.</summary>
    public override ImmutableArray<SearchPath> SearchPaths => [.. Split("DT_RPATH", Rpath), .. Split("DT_RUNPATH", Runpath)];

    /// <inheritdoc/>
    public override ThreadLocalBlock? ThreadLocal
    {
        get
        {
            ElfSegment? segment = Segments.LastOrDefault(candidate => candidate.Type == ElfConstants.PT_TLS);
            return segment is null ? null : new ThreadLocalBlock(unchecked((long)segment.FileSize), unchecked((long)segment.MemorySize), unchecked((long)segment.Alignment));
        }
    }

    /// <inheritdoc/>
    public override bool? ExecutableStack => StackFlags is { } flags ? (flags & ElfConstants.PF_X) != 0 : null;

    /// <inheritdoc/>
    public override IReadOnlyList<BinaryFault> Faults => view.Faults.All;

    private bool HasInterpreter => Segments.Any(segment => segment.Type == ElfConstants.PT_INTERP);

    private static IEnumerable<SearchPath> Split(string record, string? paths) =>
        string.IsNullOrEmpty(paths) ? [] : paths.Split(':').Select(path => new SearchPath(record, path));
}
