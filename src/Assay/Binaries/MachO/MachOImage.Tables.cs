using System.Collections.Immutable;
using static Assay.Binaries.MachO.MachOConstants;

namespace Assay.Binaries.MachO;

// What is read on first use, and what follows from the headers.
public sealed partial class MachOImage
{
    /// <summary>
    /// The symbols dyld looks up, in its order and without repetition: the chained imports, or the regular, lazy and weak binds, or in images
    /// older than both the undefined symbols.
    /// </summary>
    public override IReadOnlyList<WantedSymbol> WantedSymbols => wantedSymbols.Value;

    /// <summary>The exports trie; in an image without one the external definitions of the symbol table, as dyld does.</summary>
    public override SymbolOffer Offers => offers.Value;

    /// <summary>The same symbols as <see cref="WantedSymbols"/>, without the names of their libraries.</summary>
    public ImmutableArray<BoundSymbol> BoundSymbols => boundSymbols.Value;

    /// <summary>The external entries of the symbol table in table order; what tools such as nm print.</summary>
    public ImmutableArray<MachOSymbol> ExternalSymbols => externalSymbols.Value;

    /// <summary>The chained fixups, or null when there are none or they cannot be read.</summary>
    public ChainedFixups? ChainedFixups => chainedFixups.Value;

    /// <summary>The exports trie in full, addresses included; empty when there is none.</summary>
    public IEnumerable<MachOExport> Exports => exportsTrie.Value?.All() ?? [];

    /// <summary>The code signature, or null when there is none or it cannot be read.</summary>
    public CodeSignature? CodeSignature => codeSignature.Value;

    /// <summary>The thread-local template: sections of type S_THREAD_LOCAL_REGULAR and S_THREAD_LOCAL_ZEROFILL; null when there are none.</summary>
    public override ThreadLocalBlock? ThreadLocal
    {
        get
        {
            ulong initialised = 0, zero = 0;
            uint alignment = 0;
            bool any = false;
            foreach (MachOSection section in Sections)
            {
                if (section.Type == S_THREAD_LOCAL_REGULAR) initialised += section.Size;
                else if (section.Type == S_THREAD_LOCAL_ZEROFILL) zero += section.Size;
                else continue;
                any = true;
                alignment = Math.Max(alignment, section.AlignmentPower);
            }

            return any ? new ThreadLocalBlock((long)initialised, (long)(initialised + zero), 1L << (int)Math.Min(alignment, 62)) : null;
        }
    }

    /// <summary>How many functions run when the image is loaded: pointers of S_MOD_INIT_FUNC_POINTERS and entries of S_INIT_FUNC_OFFSETS.</summary>
    public long InitializerCount => Sections.Sum(section => section.Type switch
    {
        S_MOD_INIT_FUNC_POINTERS => (long)(section.Size / (Is64Bit ? 8u : 4u)),
        S_INIT_FUNC_OFFSETS => (long)(section.Size / 4),
        _ => 0L,
    });

    /// <summary>
    /// Sections without content whose offset field is not zero. Apple's linkers of 2023 write such; dyld of macOS 27 refuses them in images
    /// with an SDK field of 0.
    /// </summary>
    public IEnumerable<MachOSection> ZeroFillSectionsWithOffset => Sections.Where(section => section.IsZeroFill && section.SliceOffset != 0);

    /// <summary>True when __DATA_CONST has SG_READ_ONLY, false when it lacks it, null when there is no such segment.</summary>
    public bool? IsDataConstReadOnly => Segments.FirstOrDefault(segment => segment.Name == "__DATA_CONST")?.IsReadOnlyAfterFixups;

    /// <summary>The first segment whose content reaches beyond the image, or null when all fit.</summary>
    public MachOSegment? SegmentBeyondEnd =>
        Segments.FirstOrDefault(segment => segment.FileSize > 0 && (UInt128)segment.SliceOffset + segment.FileSize > (ulong)Length);

    /// <summary>LC_RPATH entries that repeat an earlier one byte for byte.</summary>
    public IEnumerable<SearchPath> DuplicateSearchPaths => SearchPaths.Where((path, index) => SearchPaths.Take(index).Any(earlier => earlier.Path == path.Path));

    /// <summary>Dylibs whose name repeats an earlier one.</summary>
    public IEnumerable<LibraryNeed> DuplicateNeeds => Needs.Where((need, index) => Needs.Take(index).Any(earlier => earlier.Name == need.Name));

    /// <summary>The entitlements of the signature, a property list as text; null when there are none. Reads them from the file.</summary>
    public string? Entitlements()
    {
        const int longest = 1 << 20;
        if (CodeSignature?.Find(CodeSignatureConstants.CSSLOT_ENTITLEMENTS) is not { Length: > 8 and < longest } blob) return null;
        byte[] bytes = new byte[blob.Length - 8];
        return Primitives.TextDecoding.Utf8OrLatin1(bytes.AsSpan(0, slice.Read(blob.Offset.Value - Start.Value + 8, bytes)));
    }

    /// <summary>The bytes of a load command behind its <c>cmdsize</c>.</summary>
    /// <param name="command">One of <see cref="LoadCommands"/>.</param>
    internal byte[] ReadCommand(LoadCommand command)
    {
        byte[] bytes = new byte[command.Size - 8];
        return bytes[..slice.Read(command.Offset.Value - Start.Value + 8, bytes)];
    }

    internal override IReadOnlyList<string> TextsHandedTo(string function)
    {
        string stored = "_" + function;
        return SymbolTable is { } table && DynamicSymbolTable is { } groups && BoundSymbols.Any(symbol => symbol.Name == stored)
            ? MachOCallTexts.Read(slice, Architecture, Segments, table, groups, stored, address => BytesAt(address, CallScanner.LongestText)) : [];
    }

    /// <summary>Its constants: <c>__TEXT,__cstring</c> and <c>__TEXT,__const</c>, which also hold the texts that are longer or shared.</summary>
    internal override ReadOnlyMemory<byte> ReadOnlyData()
    {
        // What ends one section is no part of the text that starts the next.
        ReadOnlyMemory<byte>[] parts = [.. Constants().Select(part => part.Bytes)];
        return parts.Length == 1 ? parts[0] : parts.SelectMany(part => (byte[])[.. part.Span, 0]).ToArray();
    }

    internal override IEnumerable<MappedBytes> Constants() => Content(section => section is { SegmentName: "__TEXT", Name: "__cstring" or "__const" });

    internal override IEnumerable<MappedBytes> Code() => Content(IsCode);

    internal override IEnumerable<StoredRange> CodeSections() =>
        StoredRange.Bounded(Sections.Where(IsCode).Select(section => StoredRange.Within(Length, section.VirtualAddress.Value, section.SliceOffset, section.Size)), Length);

    private static bool IsCode(MachOSection section) => section.Type == S_REGULAR && (section.Flags & (S_ATTR_PURE_INSTRUCTIONS | S_ATTR_SOME_INSTRUCTIONS)) != 0;

    // Sections of a file do not overlap; those of a hostile one would make the same bytes be read many times.
    private IEnumerable<MappedBytes> Content(Func<MachOSection, bool> isWanted)
    {
        long left = Length;
        foreach (MachOSection section in Sections.Where(isWanted))
        {
            long size = (long)Math.Min(section.Size, (ulong)left);
            left -= size;
            yield return new MappedBytes(section.VirtualAddress.Value, slice.Fetch(section.SliceOffset, size, $"{section.SegmentName},{section.Name}"));
        }
    }

    /// <summary>An exported symbol, or null.</summary>
    /// <param name="name">The name as stored.</param>
    internal MachOExport? ExportNamed(string name) => exportsTrie.Value?.Find(name);

    /// <summary>Bytes by address: as many of those asked for as the segment and the file hold; empty where nothing is mapped.</summary>
    /// <param name="address">The address.</param>
    /// <param name="count">How many are wanted.</param>
    internal ReadOnlyMemory<byte> BytesAt(ulong address, int count)
    {
        foreach (MachOSegment segment in Segments)
        {
            ulong into = unchecked(address - segment.VirtualAddress.Value);
            if (address < segment.VirtualAddress.Value || into >= segment.FileSize || segment.SliceOffset > (ulong)slice.Length || into > (ulong)slice.Length) continue;
            byte[] bytes = new byte[(int)Math.Min(Math.Min(segment.FileSize - into, (ulong)slice.Length), (ulong)Math.Max(count, 0))];
            return bytes.AsMemory(0, slice.Read((long)(segment.SliceOffset + into), bytes));
        }

        return default;
    }

    internal override int ReadContent(long offset, Span<byte> destination) => slice.Read(offset, destination);

    /// <summary>A piece of the link-edit data; as much of it as the file has.</summary>
    /// <param name="offset">Where it starts, in bytes from the start of the slice.</param>
    /// <param name="size">Its size in bytes; may come from the file.</param>
    internal byte[] LinkEdit(uint offset, uint size) => slice.Fetch(offset, size, "link-edit data");

    private ExportsTrie? ReadExportsTrie() =>
        ExportsTrieRange is { IsEmpty: false } range ? new ExportsTrie(slice, range.SliceOffset, slice.Fetch(range.SliceOffset, range.Size, "exports trie")) : null;

    private ImmutableArray<MachOSymbol> ReadExternalSymbols() =>
        SymbolTable is null ? [] : MachO.SymbolTable.ReadExternal(slice, SymbolTable, DynamicSymbolTable);

    private SymbolOffer ReadOffers()
    {
        if (exportsTrie.Value is { } trie) return new MachOOffer(trie);
        if (ExportsTrieRange is not null) return SymbolOffer.None;
        return new ListedOffer(
        [
            .. ExternalSymbols.Where(symbol => !symbol.IsUndefined && !symbol.IsPrivate).Select(symbol => new OfferedSymbol(symbol.Name) { IsWeak = symbol.IsWeakDefinition }),
        ]);
    }

    private ImmutableArray<BoundSymbol> ReadBoundSymbols()
    {
        HashSet<(string, int)> seen = [];
        ImmutableArray<BoundSymbol>.Builder symbols = ImmutableArray.CreateBuilder<BoundSymbol>();
        void Add(BoundSymbol symbol)
        {
            if (seen.Add((symbol.Name, symbol.Ordinal))) symbols.Add(symbol);
        }

        if (ChainedFixupsRange is not null)
        {
            foreach (BoundSymbol symbol in ChainedFixups?.Imports ?? []) Add(symbol);
        }
        else if (DyldInfo is not null)
        {
            BindOpcodes.Read(slice, DyldInfo.Bind, "bind opcodes", isLazy: false, isWeak: false, Add);
            BindOpcodes.Read(slice, DyldInfo.LazyBind, "lazy bind opcodes", isLazy: true, isWeak: false, Add);
            BindOpcodes.Read(slice, DyldInfo.WeakBind, "weak bind opcodes", isLazy: false, isWeak: true, Add);
        }
        else
        {
            foreach (MachOSymbol symbol in ExternalSymbols.Where(symbol => symbol.IsUndefined))
                Add(new BoundSymbol(symbol.Name, IsTwoLevel ? symbol.LibraryOrdinal : BIND_SPECIAL_DYLIB_FLAT_LOOKUP, symbol.IsWeakReference));
        }

        return symbols.ToImmutable();
    }

    private IReadOnlyList<WantedSymbol> ReadWantedSymbols() =>
    [
        .. BoundSymbols.Select(symbol => new WantedSymbol(symbol.Name)
        {
            Ordinal = symbol.Ordinal,
            IsWeak = symbol.IsWeak,
            IsDelayed = symbol.IsLazy,
            Library = symbol.Ordinal > 0 && symbol.Ordinal <= Needs.Length ? Needs[symbol.Ordinal - 1].Name : null,
        }),
    ];
}
