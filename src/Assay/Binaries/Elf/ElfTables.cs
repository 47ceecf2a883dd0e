using System.Text;
using Assay.Binaries.Description;

namespace Assay.Binaries.Elf;

/// <summary>Makes the tables of an assembled file: symbols, strings, hashes, versions, relocations, notes.</summary>
internal sealed class ElfTables
{
    // STB_WEAK and STB_GLOBAL as they stand in the upper half of st_info.
    private const int Global = 1;
    private const int Weak = 2;

    private readonly ElfDescription elf;
    private readonly Dictionary<(string File, string Name), int> wantedVersions = [];
    private readonly Dictionary<string, int> offeredVersions = new(StringComparer.Ordinal);
    private readonly List<(ElfDescribedWant Want, int Symbol)> used;

    public ElfTables(ElfDescription elf)
    {
        this.elf = elf;
        used = [.. elf.Wants.Select((want, index) => (want, index + 1)).Where(pair => !pair.want.IsUnused)];
        NumberVersions();
        CollectStrings();
    }

    /// <summary>The strings of the dynamic section and its symbols.</summary>
    public ElfStringBuilder Strings { get; } = new();

    /// <summary>How many words relocations write to.</summary>
    public int SlotCount => elf.HasDynamic ? used.Count + elf.InitialExecCount : 0;

    private bool HasVersions => elf.HasDynamic && (elf.VersionNeeds.Count > 0 || elf.VersionDefinitions.Count > 0);

    public byte[] Symbols(ulong function, ulong data)
    {
        ElfByteWriter writer = new(elf.Machine);
        Symbol(writer, 0, 0, 0, 0, 0);
        foreach (ElfDescribedWant want in elf.Wants) Symbol(writer, Strings.Offset(want.Name), Info(want.IsWeak ? Weak : Global, want.Kind), 0, 0, 0);
        foreach (ElfDescribedOffer offer in elf.Offers)
        {
            // Any section index but 0 means "defined"; there are no sections to point to.
            (ulong value, ulong size) = offer.Kind switch { SymbolKind.ThreadLocal => (0UL, 8UL), SymbolKind.Data => (data, 8UL), _ => (function, (ulong)(elf.Code ?? elf.Machine.Stub).Length) };
            Symbol(writer, Strings.Offset(offer.Name), Info(offer.Binding, offer.Kind), 1, value, size);
        }

        return writer.ToArray();
    }

    public byte[] VersionWords()
    {
        if (!HasVersions) return [];
        ElfByteWriter writer = new ElfByteWriter(elf.Machine).Half(0);
        foreach (ElfDescribedWant want in elf.Wants) writer.Half(want.Version is null ? 1 : wantedVersions.GetValueOrDefault((want.Library ?? "", want.Version), 1));
        foreach (ElfDescribedOffer offer in elf.Offers)
            writer.Half(offer.Version is null ? 1 : offeredVersions.GetValueOrDefault(offer.Version, 1) | (offer.IsOld ? ElfConstants.VERSYM_HIDDEN : 0));
        return writer.ToArray();
    }

    /// <summary>DT_GNU_HASH with a single bucket, so that the symbols may stay in the order of the description.</summary>
    public byte[] GnuHash()
    {
        int words = 1;
        while (words * 8 < elf.Offers.Count) words *= 2;
        ElfByteWriter writer = new(elf.Machine);
        int bits = writer.Wide ? 64 : 32;
        const int Shift = 6;
        uint[] hashes = [.. elf.Offers.Select(offer => ElfHash.Gnu(offer.Name))];
        ulong[] filter = new ulong[words];
        foreach (uint hash in hashes)
            filter[hash / (uint)bits % (uint)words] |= (1UL << (int)(hash % (uint)bits)) | (1UL << (int)((hash >> Shift) % (uint)bits));

        uint first = (uint)elf.Wants.Count + 1;
        writer.Int(1).Int(first).Int((ulong)words).Int(Shift);
        foreach (ulong word in filter) writer.Word(word);
        writer.Int(hashes.Length == 0 ? 0 : first);
        for (int i = 0; i < hashes.Length; i++) writer.Int(i == hashes.Length - 1 ? hashes[i] | 1 : hashes[i] & ~1u);
        return writer.ToArray();
    }

    public byte[] SystemVHash()
    {
        // One bucket again; each symbol leads to the next. Entries are 64-bit on s390x only.
        int count = 1 + elf.Wants.Count + elf.Offers.Count;
        ElfByteWriter writer = new(elf.Machine);
        bool wideEntries = elf.Machine is { Number: ElfConstants.EM_S390, Class: ElfClass.Elf64 };
        Entry(1);
        Entry(count);
        Entry(elf.Offers.Count == 0 ? 0 : 1 + elf.Wants.Count);
        for (int i = 0; i < count; i++) Entry(i > elf.Wants.Count && i + 1 < count ? i + 1 : 0);
        return writer.ToArray();

        void Entry(int value)
        {
            if (wideEntries) writer.Word((ulong)value);
            else writer.Int((ulong)value);
        }
    }

    public byte[] VersionDefinitions()
    {
        if (!elf.HasDynamic) return [];
        ElfByteWriter writer = new(elf.Machine);
        for (int i = 0; i < elf.VersionDefinitions.Count; i++)
        {
            ElfDescribedDefinition definition = elf.VersionDefinitions[i];
            int names = 1 + definition.Parents.Count;
            int flags = (definition.IsBase ? ElfConstants.VER_FLG_BASE : 0) | (definition.IsWeak ? ElfConstants.VER_FLG_WEAK : 0);
            writer.Half(1).Half(flags).Half(definition.IsBase ? 1 : offeredVersions[definition.Name]).Half(names).Int(ElfHash.SystemV(Encoding.UTF8.GetBytes(definition.Name)));
            writer.Int(20).Int(i == elf.VersionDefinitions.Count - 1 ? 0 : (ulong)(20 + (8 * names)));
            foreach ((string name, int index) in definition.Parents.Prepend(definition.Name).Select((name, index) => (name, index)))
                writer.Int(Strings.Offset(name)).Int(index == names - 1 ? 0u : 8u);
        }

        return writer.ToArray();
    }

    public byte[] VersionNeeds()
    {
        if (!elf.HasDynamic) return [];
        ElfByteWriter writer = new(elf.Machine);
        for (int i = 0; i < elf.VersionNeeds.Count; i++)
        {
            ElfDescribedVersions need = elf.VersionNeeds[i];
            int count = need.Versions.Count;
            writer.Half(1).Half(count).Int(Strings.Offset(need.File)).Int(16).Int(i == elf.VersionNeeds.Count - 1 ? 0 : (ulong)(16 + (16 * count)));
            for (int k = 0; k < count; k++)
            {
                (string name, bool isWeak) = need.Versions[k];
                writer.Int(ElfHash.SystemV(Encoding.UTF8.GetBytes(name))).Half(isWeak ? ElfConstants.VER_FLG_WEAK : 0).Half(wantedVersions[(need.File, name)]);
                writer.Int(Strings.Offset(name)).Int(k == count - 1 ? 0u : 16u);
            }
        }

        return writer.ToArray();
    }

    public byte[] Relocations(ulong initArray, ulong slots, ulong function)
    {
        ElfByteWriter writer = new(elf.Machine);
        ulong wordSize = writer.Wide ? 8UL : 4UL;
        for (int i = 0; i < elf.InitArrayCount; i++) Relocation(writer, initArray + ((ulong)i * wordSize), elf.Machine.RelativeRelocation, 0, function);
        ulong slot = slots;
        foreach ((ElfDescribedWant want, int symbol) in used)
        {
            uint type = want.IsInitialExec ? elf.Machine.InitialExecRelocation ?? elf.Machine.SymbolRelocation
                : want.Kind == SymbolKind.ThreadLocal ? elf.Machine.DynamicTlsRelocation
                : elf.Machine.SymbolRelocation;
            Relocation(writer, slot, type, symbol, 0);
            slot += wordSize;
        }

        for (int i = 0; i < elf.InitialExecCount; i++, slot += wordSize) Relocation(writer, slot, elf.Machine.InitialExecRelocation ?? 0, 0, 0);
        return writer.ToArray();
    }

    public byte[] InitArray(ulong function)
    {
        ElfByteWriter writer = new(elf.Machine);
        for (int i = 0; i < (elf.HasDynamic ? elf.InitArrayCount : 0); i++) writer.Word(function);
        return writer.ToArray();
    }

    public byte[] PropertyNote()
    {
        List<ElfProperty> properties = [.. elf.OtherProperties];
        if (elf.IsaNeeded is { } needed) properties.Add(new ElfProperty(ElfConstants.GNU_PROPERTY_X86_ISA_1_NEEDED, needed));
        if (elf.IsaUsed is { } used) properties.Add(new ElfProperty(ElfConstants.GNU_PROPERTY_X86_ISA_1_USED, used));
        if (properties.Count == 0) return [];

        // Properties stand in the order of their types (Linux gABI extensions, 2.1.7).
        ElfByteWriter content = new(elf.Machine);
        foreach (ElfProperty property in properties.OrderBy(property => property.Type)) content.Int(property.Type).Int(4).Int(property.Value ?? 0).Align(content.Wide ? 8 : 4);
        return Note(ElfConstants.NT_GNU_PROPERTY_TYPE_0, content.ToArray());
    }

    public byte[] BuildIdNote() => elf.BuildId is null ? [] : Note(ElfConstants.NT_GNU_BUILD_ID, Convert.FromHexString(elf.BuildId));

    private byte[] Note(uint type, byte[] content) =>
        new ElfByteWriter(elf.Machine).Int(4).Int((ulong)content.Length).Int(type).Bytes("GNU\0"u8).Bytes(content).Align(4).ToArray();

    private void NumberVersions()
    {
        int next = 2;
        foreach (ElfDescribedDefinition definition in elf.VersionDefinitions)
        {
            if (!definition.IsBase && offeredVersions.TryAdd(definition.Name, next)) next++;
        }

        foreach (ElfDescribedVersions need in elf.VersionNeeds)
        {
            foreach ((string name, _) in need.Versions)
                if (wantedVersions.TryAdd((need.File, name), next)) next++;
        }

        if (next > ElfConstants.VERSYM_HIDDEN) throw new DescriptionException(0, "more than 32,767 symbol versions");
    }

    private void CollectStrings()
    {
        IEnumerable<string?> all = [.. elf.Needs, elf.Soname, elf.Rpath, elf.Runpath];
        all = all.Concat(elf.Wants.Select(want => want.Name)).Concat(elf.Offers.Select(offer => offer.Name))
            .Concat(elf.VersionNeeds.SelectMany(need => need.Versions.Select(version => version.Name).Prepend(need.File)))
            .Concat(elf.VersionDefinitions.SelectMany(definition => definition.Parents.Prepend(definition.Name)));
        foreach (string? text in all)
        {
            if (text is not null) Strings.Offset(text);
        }
    }

    private static int Info(int binding, SymbolKind kind) => (binding << 4) | kind switch
    {
        SymbolKind.Data => 1,
        SymbolKind.Function => 2,
        SymbolKind.Other => 3,
        SymbolKind.ThreadLocal => 6,
        SymbolKind.IndirectFunction => 10,
        _ => 0,
    };

    private static void Symbol(ElfByteWriter writer, uint name, int info, int section, ulong value, ulong size)
    {
        writer.Int(name);
        if (writer.Wide) writer.Byte(info).Byte(0).Half(section).Word(value).Word(size);
        else writer.Word(value).Word(size).Byte(info).Byte(0).Half(section);
    }

    private void Relocation(ElfByteWriter writer, ulong target, uint type, int symbol, ulong addend)
    {
        writer.Word(target).Word(writer.Wide ? ((ulong)symbol << 32) | type : ((ulong)symbol << 8) | (type & 0xff));
        if (elf.Machine.HasAddends) writer.Word(addend);
    }
}
