using Assay.Binaries.Code;
using Assay.Primitives;
using Architecture = Assay.Targets.Architecture;

namespace Assay.Binaries.Elf;

/// <summary>The code of an ELF file: functions from <c>.eh_frame_hdr</c>, pointers and foreign symbols from the relocations.</summary>
internal sealed class ElfCode : CodeImage
{
    private const int MostInitialisers = 1 << 14;

    private readonly ElfImage image;
    private readonly Lazy<ElfPointerTable> pointers;
    private readonly Lazy<ElfUnwindTable> unwind;
    private readonly Lazy<IReadOnlyList<CodeRoot>> initialisers;
    private readonly Lazy<(ulong Address, int Index)[]> named;

    public ElfCode(ElfImage image)
    {
        this.image = image;
        pointers = new(() => ElfPointerTable.Read(image));
        unwind = new(() => ElfUnwindTable.Read(image));
        initialisers = new(ListInitialisers);
        named = new(ListNamed);
    }

    /// <inheritdoc/>
    public override Architecture Architecture => image.Architecture;

    /// <inheritdoc/>
    public override IReadOnlyList<CodeRoot> Initialisers => initialisers.Value;

    /// <inheritdoc/>
    public override IEnumerable<CodeRange> Functions => unwind.Value.Functions;

    /// <inheritdoc/>
    public override ulong? FunctionNamed(string name)
    {
        if (image.Offers.Find(name).Count == 0) return null;
        for (int i = 1; i < image.Symbols.Count; i++)
        {
            ElfSymbol symbol = image.Symbols[i];
            if (symbol.IsDefined && !symbol.IsIndirectFunction && symbol.Value != 0 && ElfText.Equal(image.Symbols.NameBytes(symbol), name)) return symbol.Value;
        }

        return null;
    }

    /// <inheritdoc/>
    public override string? SymbolOfSlot(ulong slot) => pointers.Value.SymbolAt(slot) is { } index ? image.Symbols.Name(image.Symbols[index]) : null;

    /// <inheritdoc/>
    public override ulong? PointerAt(ulong place) => pointers.Value.AddressAt(place);

    /// <inheritdoc/>
    public override CodeRange? FunctionAround(ulong address) => unwind.Value.Around(address);

    /// <inheritdoc/>
    public override bool IsCode(ulong address)
    {
        foreach (ElfSegment segment in image.Segments)
            if (segment.IsLoad && (segment.Flags & ElfConstants.PF_X) != 0 && address >= segment.Address.Value && address - segment.Address.Value < segment.FileSize) return true;
        return false;
    }

    /// <inheritdoc/>
    public override string? NameAround(ulong address)
    {
        int at = Array.BinarySearch(named.Value, (address, int.MaxValue));
        at = at >= 0 ? at : ~at - 1;
        if (at < 0) return null;
        ElfSymbol symbol = image.Symbols[named.Value[at].Index];
        return address < symbol.Value + symbol.Size ? image.Symbols.Name(symbol) : null;
    }

    /// <inheritdoc/>
    protected internal override ReadOnlyMemory<byte> Read(ulong address, int count) => image.BytesAt(new VirtualAddress(address), count);

    private List<CodeRoot> ListInitialisers()
    {
        // What picks an implementation runs while the relocations are applied, before the initialisers.
        List<CodeRoot> roots = [.. pointers.Value.Resolvers.Select(address => new CodeRoot(address, "IRELATIVE"))];
        if (image.Dynamic.Pointer(ElfConstants.DT_INIT) is { } init) roots.Add(new CodeRoot(init.Address.Value, "DT_INIT"));
        if (image.Dynamic.Pointer(ElfConstants.DT_INIT_ARRAY) is not { } array) return roots;
        long count = Math.Min(image.InitArrayCount, MostInitialisers);
        for (long i = 0; i < count; i++)
            if (PointerAt(array.Address.Value + (ulong)(i * 8)) is { } function && function != 0) roots.Add(new CodeRoot(function, "DT_INIT_ARRAY"));
        return roots;
    }

    private (ulong Address, int Index)[] ListNamed()
    {
        List<(ulong, int)> list = [];
        for (int i = 1; i < image.Symbols.Count; i++)
        {
            ElfSymbol symbol = image.Symbols[i];
            if (symbol is { IsDefined: true, Type: 2 or 10, Size: > 0 }) list.Add((symbol.Value, i));
        }

        list.Sort();
        return [.. list];
    }
}
