using System.Collections.Immutable;
using Assay.Primitives;

namespace Assay.Binaries.Elf;

/// <summary>The dynamic section: what the file tells the loader.</summary>
public sealed class ElfDynamicSection
{
    private ElfDynamicSection(bool isPresent, ImmutableArray<ElfDynamicEntry> entries)
    {
        IsPresent = isPresent;
        Entries = entries;
    }

    /// <summary>True when the file has a PT_DYNAMIC; without one nothing can be loaded as a library.</summary>
    public bool IsPresent { get; }

    /// <summary>The entries in file order up to and including DT_NULL.</summary>
    public ImmutableArray<ElfDynamicEntry> Entries { get; }

    /// <summary>True when a tag occurs.</summary>
    /// <param name="tag">The tag.</param>
    public bool Has(long tag) => Value(tag) is not null;

    /// <summary>The value of a tag, or null when it does not occur. Of several, the last counts, as in ld.so (elf/get-dynamic-info.h).</summary>
    /// <param name="tag">The tag.</param>
    public ulong? Value(long tag)
    {
        for (int i = Entries.Length - 1; i >= 0; i--)
        {
            if (Entries[i].Tag == tag) return Entries[i].Value;
        }

        return null;
    }

    /// <summary>The value of a tag as an address, or null when it does not occur or is 0.</summary>
    /// <param name="tag">The tag.</param>
    internal ElfPointer? Pointer(long tag)
    {
        for (int i = Entries.Length - 1; i >= 0; i--)
        {
            if (Entries[i].Tag == tag) return Entries[i].Value == 0 ? null : new ElfPointer(new VirtualAddress(Entries[i].Value), "DT_" + Entries[i].TagName, Entries[i].Offset);
        }

        return null;
    }

    internal static ElfDynamicSection Read(ElfFileView view)
    {
        ElfSegment? segment = null;
        foreach (ElfSegment candidate in view.Segments)
        {
            if (candidate.Type == ElfConstants.PT_DYNAMIC) segment = candidate;
        }

        if (segment is null) return new ElfDynamicSection(false, []);
        ImmutableArray<ElfDynamicEntry>.Builder entries = ImmutableArray.CreateBuilder<ElfDynamicEntry>();
        view.Faults.Guard(false, () => ReadEntries(view, segment, entries));
        return new ElfDynamicSection(true, entries.ToImmutable());
    }

    private static bool ReadEntries(ElfFileView view, ElfSegment segment, ImmutableArray<ElfDynamicEntry>.Builder entries)
    {
        // ld.so reads the section at its address; the offset only matters to tools. They differ in files that patchelf and strip mistreated.
        ElfTable table = view.TryMap(segment.Address, out FileOffset offset, out long available)
            ? view.Read(offset, Math.Min(segment.FileSize, (ulong)available))
            : view.Read(segment.Offset, segment.FileSize);
        if (table.Offset != segment.Offset)
            view.Faults.Add(new BinaryFault(segment.Offset, "PT_DYNAMIC", $"the offset where its address {segment.Address} is mapped ({table.Offset})", segment.Offset.ToString()));

        ByteReader reader = table.Reader(view.Wide ? "Elf64_Dyn" : "Elf32_Dyn");
        while (true)
        {
            reader.RecordIndex = entries.Count;
            FileOffset at = reader.Offset;
            if (reader.Remaining < 2 * view.WordSize) reader.Fail("an entry; DT_NULL ends the section", $"{reader.Remaining} bytes");
            long tag = view.Wide ? unchecked((long)reader.ReadUInt64()) : reader.ReadInt32();
            entries.Add(new ElfDynamicEntry(tag, reader.ReadWord(view.Wide), at));
            if (tag == ElfConstants.DT_NULL) return true;
        }
    }
}
