using System.Buffers.Binary;
using Assay.Primitives;

namespace Assay.Binaries.Elf;

/// <summary>
/// The dynamic symbol table (DT_SYMTAB) with its names and versions. Its length is nowhere stored: the hash tables tell it, and where they do not (a file
/// that offers nothing), the next table does.
/// </summary>
public sealed class ElfSymbolTable
{
    private readonly ElfTable symbols;
    private readonly ElfTable versions;
    private readonly ElfStringTable? strings;
    private readonly bool wide;

    private ElfSymbolTable(ElfTable symbols, ElfTable versions, ElfStringTable? strings, bool wide, int count, bool hasVersions)
    {
        this.symbols = symbols;
        this.versions = versions;
        this.strings = strings;
        this.wide = wide;
        Count = count;
        HasVersions = hasVersions;
    }

    /// <summary>The number of symbols, the empty one at index 0 included; 0 when there is no table.</summary>
    public int Count { get; }

    /// <summary>True when the file has a version table (DT_VERSYM).</summary>
    public bool HasVersions { get; }

    /// <summary>One symbol.</summary>
    /// <param name="index">Its index; outside the table it gives an empty symbol.</param>
    public ElfSymbol this[int index]
    {
        get
        {
            int size = SizeOf(wide);
            if ((uint)index >= (uint)Count) return new ElfSymbol(index, 0, 0, 0, 0, 0, 0, 0);
            ReadOnlySpan<byte> bytes = symbols.Bytes.Span.Slice(index * size, size);
            return wide
                ? new ElfSymbol(index, U32(bytes), bytes[4], bytes[5], U16(bytes[6..]), U64(bytes[8..]), U64(bytes[16..]), VersionWord(index))
                : new ElfSymbol(index, U32(bytes), bytes[12], bytes[13], U16(bytes[14..]), U32(bytes[4..]), U32(bytes[8..]), VersionWord(index));
        }
    }

    /// <summary>Where an entry is in the file, or null for an index outside the table.</summary>
    /// <param name="index">Its index.</param>
    public FileOffset? OffsetOf(int index) => (uint)index < (uint)Count ? new FileOffset(symbols.Offset.Value + ((long)index * SizeOf(wide))) : null;

    /// <summary>The name of a symbol, or the empty string when it has none or the string table does not hold it.</summary>
    /// <param name="symbol">The symbol.</param>
    public string Name(in ElfSymbol symbol) => ElfText.Decode(NameBytes(symbol));

    /// <summary>How much text an honest table of symbols can yield, in bytes.</summary>
    internal long NameBytesLimit => ((strings?.Whole.Length ?? 0) * 4L) + (1 << 20);

    internal ReadOnlySpan<byte> NameBytes(in ElfSymbol symbol) => strings is null ? default : strings.NameBytes(symbol.NameOffset);

    internal static ElfSymbolTable Read(ElfFileView view, ElfDynamicSection dynamic, ElfStringTable? strings, ElfSymbolIndex index)
    {
        ElfSymbolTable none = new(default, default, strings, view.Wide, 0, false);
        if (dynamic.Pointer(ElfConstants.DT_SYMTAB) is not { } pointer) return none;
        int size = SizeOf(view.Wide);
        if (dynamic.Value(ElfConstants.DT_SYMENT) is { } stated && stated != (ulong)size)
            view.Faults.Add(new BinaryFault(dynamic.Entries[0].Offset, "DT_SYMENT", $"{size}", $"{stated}"));

        return view.Faults.Guard(none, () =>
        {
            long told = Math.Max(index.Gnu?.SymbolCount ?? 0, index.SystemV?.SymbolCount ?? 0);
            if (told == 0) told = (ElfSymbolIndex.DistanceToNextTable(dynamic, pointer.Address) ?? 0) / size;
            ElfTable symbols = view.ReadWholeAt(pointer, (ulong)told * (ulong)size);
            int count = symbols.Length / size;
            ElfTable versions = default;
            ElfPointer? versym = dynamic.Pointer(ElfConstants.DT_VERSYM);
            if (versym is { } words) versions = view.Faults.Guard(default, () => view.ReadWholeAt(words, (ulong)count * 2));
            return new ElfSymbolTable(symbols, versions, strings, view.Wide, count, versym is not null);
        });
    }

    private static int SizeOf(bool wide) => wide ? 24 : 16;

    // Where there is no entry: 1, VER_NDX_GLOBAL.
    private ushort VersionWord(int index) => (index * 2) + 2 <= versions.Length ? U16(versions.Bytes.Span[(index * 2)..]) : (ushort)1;

    private ushort U16(ReadOnlySpan<byte> bytes) => symbols.BigEndian ? BinaryPrimitives.ReadUInt16BigEndian(bytes) : BinaryPrimitives.ReadUInt16LittleEndian(bytes);

    private uint U32(ReadOnlySpan<byte> bytes) => symbols.BigEndian ? BinaryPrimitives.ReadUInt32BigEndian(bytes) : BinaryPrimitives.ReadUInt32LittleEndian(bytes);

    private ulong U64(ReadOnlySpan<byte> bytes) => symbols.BigEndian ? BinaryPrimitives.ReadUInt64BigEndian(bytes) : BinaryPrimitives.ReadUInt64LittleEndian(bytes);
}
