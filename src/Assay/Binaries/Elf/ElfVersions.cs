using System.Collections.Immutable;
using Assay.Primitives;

namespace Assay.Binaries.Elf;

/// <summary>Symbol versions: DT_VERNEED and DT_VERDEF. Records are chained by forward distances, so every walk ends at the end of the segment.</summary>
internal sealed class ElfVersions
{
    // The version index has 15 bits, so no honest file has more records.
    private const int MostRecords = 32768;
    private const int FirstGuess = 4096;

    private readonly (string Name, string File)[] wanted;
    private readonly string?[] offered;

    private ElfVersions(ImmutableArray<ElfVersionNeed> needs, ImmutableArray<ElfVersionDefinition> definitions)
    {
        Needs = needs;
        Definitions = definitions;
        int highest = 0;
        foreach (ElfVersionNeed need in needs)
        {
            foreach (ElfNeededVersion version in need.Versions) highest = Math.Max(highest, version.Index & 0x7fff);
        }

        wanted = new (string, string)[highest + 1];
        foreach (ElfVersionNeed need in needs)
        {
            foreach (ElfNeededVersion version in need.Versions) wanted[version.Index & 0x7fff] = (version.Name, need.File);
        }

        offered = new string?[definitions.IsEmpty ? 0 : definitions.Max(definition => definition.Index & 0x7fff) + 1];
        foreach (ElfVersionDefinition definition in definitions)
        {
            if (!definition.IsBase) offered[definition.Index & 0x7fff] = definition.Name;
        }
    }

    public ImmutableArray<ElfVersionNeed> Needs { get; }

    public ImmutableArray<ElfVersionDefinition> Definitions { get; }

    /// <summary>The version and library that an index stands for in an undefined symbol; nulls when it stands for none.</summary>
    /// <param name="index">The version index without the hidden bit.</param>
    public (string? Name, string? File) Wanted(int index) => index < wanted.Length ? wanted[index] : default;

    /// <summary>The version that an index stands for in a defined symbol, or null.</summary>
    /// <param name="index">The version index without the hidden bit.</param>
    public string? Offered(int index) => index < offered.Length ? offered[index] : null;

    public static ElfVersions Read(ElfFileView view, ElfDynamicSection dynamic, ElfStringTable? strings)
    {
        ImmutableArray<ElfVersionNeed>.Builder needs = ImmutableArray.CreateBuilder<ElfVersionNeed>();
        ImmutableArray<ElfVersionDefinition>.Builder definitions = ImmutableArray.CreateBuilder<ElfVersionDefinition>();
        if (strings is not null)
        {
            if (dynamic.Pointer(ElfConstants.DT_VERNEED) is { } verneed) view.Faults.Guard(false, () => ReadNeeds(view, verneed, strings, needs));
            if (dynamic.Pointer(ElfConstants.DT_VERDEF) is { } verdef) view.Faults.Guard(false, () => ReadDefinitions(view, verdef, strings, definitions));
        }

        return new ElfVersions(needs.ToImmutable(), definitions.ToImmutable());
    }

    private static bool ReadNeeds(ElfFileView view, ElfPointer pointer, ElfStringTable strings, ImmutableArray<ElfVersionNeed>.Builder needs)
    {
        // ld.so follows vn_next until it is 0 and never looks at DT_VERNEEDNUM (elf/dl-version.c).
        ElfWindow window = new(view, pointer, FirstGuess);
        Walk walk = new(strings.NewBudget());
        for (long at = 0, next; ; at += next)
        {
            ByteReader reader = At(window, at, 16, walk, "Elf64_Verneed");
            FileOffset offset = reader.Offset;
            ushort recordVersion = reader.ReadUInt16();
            reader.ReadUInt16();
            uint file = reader.ReadUInt32();
            uint versions = reader.ReadUInt32();
            next = reader.ReadUInt32();
            needs.Add(new ElfVersionNeed(strings.Text(file, "Elf64_Verneed", offset, walk.Budget), ReadNeeded(window, at + versions, strings, walk), recordVersion, offset));
            if (next == 0) return true;
        }
    }

    private static ImmutableArray<ElfNeededVersion> ReadNeeded(ElfWindow window, long at, ElfStringTable strings, Walk walk)
    {
        ImmutableArray<ElfNeededVersion>.Builder versions = ImmutableArray.CreateBuilder<ElfNeededVersion>();
        for (long next; ; at += next)
        {
            ByteReader reader = At(window, at, 16, walk, "Elf64_Vernaux");
            FileOffset offset = reader.Offset;
            uint hash = reader.ReadUInt32();
            ushort flags = reader.ReadUInt16();
            ushort index = reader.ReadUInt16();
            uint name = reader.ReadUInt32();
            next = reader.ReadUInt32();
            versions.Add(new ElfNeededVersion(strings.Text(name, "Elf64_Vernaux", offset, walk.Budget), index, (flags & ElfConstants.VER_FLG_WEAK) != 0, hash, offset));
            if (next == 0) return versions.ToImmutable();
        }
    }

    private static bool ReadDefinitions(ElfFileView view, ElfPointer pointer, ElfStringTable strings, ImmutableArray<ElfVersionDefinition>.Builder definitions)
    {
        ElfWindow window = new(view, pointer, FirstGuess);
        Walk walk = new(strings.NewBudget());
        for (long at = 0, next; ; at += next)
        {
            ByteReader reader = At(window, at, 20, walk, "Elf64_Verdef");
            FileOffset offset = reader.Offset;
            ushort recordVersion = reader.ReadUInt16();
            ushort flags = reader.ReadUInt16();
            ushort index = reader.ReadUInt16();
            ushort nameCount = reader.ReadUInt16();
            uint hash = reader.ReadUInt32();
            uint names = reader.ReadUInt32();
            next = reader.ReadUInt32();
            ImmutableArray<string> texts = ReadNames(window, at + names, nameCount, strings, walk);
            definitions.Add(new ElfVersionDefinition(
                texts.IsEmpty ? "" : texts[0],
                texts.IsEmpty ? [] : texts.RemoveAt(0),
                index,
                (flags & ElfConstants.VER_FLG_BASE) != 0,
                (flags & ElfConstants.VER_FLG_WEAK) != 0,
                hash,
                recordVersion,
                offset));
            if (next == 0) return true;
        }
    }

    private static ImmutableArray<string> ReadNames(ElfWindow window, long at, int count, ElfStringTable strings, Walk walk)
    {
        ImmutableArray<string>.Builder names = ImmutableArray.CreateBuilder<string>();
        for (long next; names.Count < count; at += next)
        {
            ByteReader reader = At(window, at, 8, walk, "Elf64_Verdaux");
            FileOffset offset = reader.Offset;
            names.Add(strings.Text(reader.ReadUInt32(), "Elf64_Verdaux", offset, walk.Budget));
            next = reader.ReadUInt32();
            if (next == 0) break;
        }

        return names.ToImmutable();
    }

    private static ByteReader At(ElfWindow window, long position, int size, Walk walk, string record)
    {
        window.Ensure(position + size);
        ByteReader reader = window.Table.Reader(record).Slice(position, size, record);
        if (++walk.Records > MostRecords) reader.Fail($"at most {MostRecords} version records", "more");
        return reader;
    }

    private sealed class Walk(ElfNameBudget budget)
    {
        public int Records;

        public ElfNameBudget Budget => budget;
    }
}
