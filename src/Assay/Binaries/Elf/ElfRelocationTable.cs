using System.Buffers.Binary;
using System.Collections;
using Assay.Primitives;

namespace Assay.Binaries.Elf;

/// <summary>
/// The dynamic relocations in the order in which ld.so works through them under RTLD_NOW: DT_REL or DT_RELA, then DT_JMPREL. DT_RELR holds no symbols
/// and is not listed.
/// </summary>
public sealed class ElfRelocationTable : IReadOnlyList<ElfRelocation>
{
    private readonly Part[] parts;
    private readonly bool wide;

    private ElfRelocationTable(Part[] parts, bool wide)
    {
        this.parts = parts;
        this.wide = wide;
        foreach (Part part in parts) Count += part.Count;
    }

    /// <inheritdoc/>
    public int Count { get; }

    /// <inheritdoc/>
    public ElfRelocation this[int index]
    {
        get
        {
            ArgumentOutOfRangeException.ThrowIfNegative(index);
            foreach (Part part in parts)
            {
                if (index < part.Count) return At(part, index);
                index -= part.Count;
            }

            throw new ArgumentOutOfRangeException(nameof(index));
        }
    }

    /// <summary>How many relocations there are of each type number.</summary>
    public IReadOnlyDictionary<uint, int> CountByType()
    {
        Dictionary<uint, int> counts = [];
        foreach (Part part in parts)
        {
            for (int i = 0; i < part.Count; i++) System.Runtime.InteropServices.CollectionsMarshal.GetValueRefOrAddDefault(counts, Info(part, i).Type, out _)++;
        }

        return counts;
    }

    /// <summary>How many relocations have one type number.</summary>
    /// <param name="type">The type number.</param>
    public int CountOf(uint type)
    {
        int count = 0;
        foreach (Part part in parts)
        {
            for (int i = 0; i < part.Count; i++)
            {
                if (Info(part, i).Type == type) count++;
            }
        }

        return count;
    }

    /// <summary>The place of the first relocation of a type that is not among those expected, or -1.</summary>
    /// <param name="isExpected">True for the type numbers that are expected.</param>
    /// <param name="passed">How many of the first are passed over.</param>
    internal int FirstOther(Func<uint, bool> isExpected, int passed = 0)
    {
        int before = 0;
        uint last = uint.MaxValue;
        foreach (Part part in parts)
        {
            for (int i = Math.Max(0, passed - before); i < part.Count; i++)
            {
                // Long runs are of one type.
                uint type = Info(part, i).Type;
                if (type == last) continue;
                if (!isExpected(type)) return before + i;
                last = type;
            }

            before += part.Count;
        }

        return -1;
    }

    /// <inheritdoc/>
    public IEnumerator<ElfRelocation> GetEnumerator()
    {
        foreach (Part part in parts)
        {
            for (int i = 0; i < part.Count; i++) yield return At(part, i);
        }
    }

    /// <inheritdoc/>
    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    internal static ElfRelocationTable Read(ElfFileView view, ElfDynamicSection dynamic)
    {
        List<Part> parts = [];
        ElfPointer? calls = dynamic.Pointer(ElfConstants.DT_JMPREL);
        ulong callsSize = calls is null ? 0 : dynamic.Value(ElfConstants.DT_PLTRELSZ) ?? 0;
        AddDynamic(ElfConstants.DT_REL, ElfConstants.DT_RELSZ, 2);
        AddDynamic(ElfConstants.DT_RELA, ElfConstants.DT_RELASZ, 3);
        if (calls is { } table) Add(table, callsSize, dynamic.Value(ElfConstants.DT_PLTREL) == (ulong)ElfConstants.DT_REL ? 2 : 3, ElfRelocationTableKind.Calls);
        return new ElfRelocationTable([.. parts], view.Wide);

        void AddDynamic(long tag, long sizeTag, int words)
        {
            if (dynamic.Pointer(tag) is not { } pointer) return;
            ulong size = dynamic.Value(sizeTag) ?? 0;

            // Some linkers let DT_RELASZ cover DT_JMPREL; ld.so takes it off when both end together (elf/do-rel.h, _ELF_DYNAMIC_DO_RELOC).
            if (calls is { } inner && callsSize <= size && inner.Address.Value + callsSize == pointer.Address.Value + size) size -= callsSize;
            Add(pointer, size, words, ElfRelocationTableKind.Dynamic);
        }

        void Add(ElfPointer pointer, ulong size, int words, ElfRelocationTableKind kind)
        {
            if (size == 0) return;
            int entrySize = words * view.WordSize;
            ElfTable table = view.Faults.Guard(default(ElfTable), () => view.ReadWholeAt(pointer, size));
            if (table.Length >= entrySize) parts.Add(new Part(table, entrySize, table.Length / entrySize, kind));
        }
    }

    private ElfRelocation At(in Part part, int index)
    {
        (uint type, uint symbol) = Info(part, index);
        ReadOnlySpan<byte> bytes = part.Table.Bytes.Span[(index * part.EntrySize)..];
        int word = wide ? 8 : 4;
        ulong addend = part.EntrySize == 3 * word ? Word(bytes[(2 * word)..], part.Table.BigEndian) : 0;
        return new ElfRelocation(part.Kind, type, (int)Math.Min(symbol, int.MaxValue), new VirtualAddress(Word(bytes, part.Table.BigEndian)), addend);
    }

    private (uint Type, uint Symbol) Info(in Part part, int index)
    {
        ulong info = Word(part.Table.Bytes.Span[((index * part.EntrySize) + (wide ? 8 : 4))..], part.Table.BigEndian);
        return wide ? ((uint)info, (uint)(info >> 32)) : ((uint)(info & 0xff), (uint)(info >> 8));
    }

    private ulong Word(ReadOnlySpan<byte> bytes, bool bigEndian) =>
        wide
            ? bigEndian ? BinaryPrimitives.ReadUInt64BigEndian(bytes) : BinaryPrimitives.ReadUInt64LittleEndian(bytes)
            : bigEndian ? BinaryPrimitives.ReadUInt32BigEndian(bytes) : BinaryPrimitives.ReadUInt32LittleEndian(bytes);

    private readonly record struct Part(ElfTable Table, int EntrySize, int Count, ElfRelocationTableKind Kind);
}
