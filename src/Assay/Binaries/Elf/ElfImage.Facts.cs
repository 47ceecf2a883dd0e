using System.Collections.Immutable;
using Assay.Primitives;

namespace Assay.Binaries.Elf;

/// <content>Single facts that loaders and rules ask for.</content>
public sealed partial class ElfImage
{
    /// <summary>Where the table that an entry of the dynamic section points to is in the file, or null.</summary>
    /// <param name="tag">The tag.</param>
    internal long? FileOffsetOf(long tag) => Dynamic.Pointer(tag) is { } pointer && view.TryMap(pointer.Address, out FileOffset offset, out _) ? offset.Value : null;

    /// <summary>The path in PT_INTERP, or null when there is none.</summary>
    public string? Interpreter
    {
        get
        {
            ElfSegment? segment = Segments.FirstOrDefault(candidate => candidate.Type == ElfConstants.PT_INTERP);
            return segment is null ? null : ElfText.Decode(view.Read(segment.Offset, Math.Min(segment.FileSize, 4096)).Bytes.Span.TrimEnd((byte)0));
        }
    }

    /// <summary><c>p_flags</c> of PT_GNU_STACK, or null when the file has none, which on x86 and 32-bit Arm asks for an executable stack.</summary>
    public uint? StackFlags => Segments.LastOrDefault(segment => segment.Type == ElfConstants.PT_GNU_STACK)?.Flags;

    /// <summary>True when part of the data becomes read-only after relocation (PT_GNU_RELRO).</summary>
    public bool HasRelro => Segments.Any(segment => segment.Type == ElfConstants.PT_GNU_RELRO);

    /// <summary>DT_FLAGS, or null.</summary>
    public ulong? Flags => Dynamic.Value(ElfConstants.DT_FLAGS);

    /// <summary>DT_FLAGS_1, or null.</summary>
    public ulong? Flags1 => Dynamic.Value(ElfConstants.DT_FLAGS_1);

    /// <summary>DF_1_PIE: a program that can be anywhere; dlopen refuses it since glibc 2.30.</summary>
    public bool IsPositionIndependentProgram => ((Flags1 ?? 0) & ElfConstants.DF_1_PIE) != 0;

    /// <summary>True when it has a System V hash table (DT_HASH).</summary>
    public bool HasSystemVHash => Dynamic.Has(ElfConstants.DT_HASH);

    /// <summary>True when it has a GNU hash table (DT_GNU_HASH).</summary>
    public bool HasGnuHash => Dynamic.Has(ElfConstants.DT_GNU_HASH);

    /// <summary>True when it has packed relative relocations (DT_RELR), which glibc knows since 2.36.</summary>
    public bool HasRelr => Dynamic.Has(ElfConstants.DT_RELR);

    /// <summary>True when relocations write into its code (DT_TEXTREL or DF_TEXTREL).</summary>
    public bool HasTextRelocations => Dynamic.Has(ElfConstants.DT_TEXTREL) || ((Flags ?? 0) & ElfConstants.DF_TEXTREL) != 0;

    /// <summary>True when its own symbols come first in its lookups (DT_SYMBOLIC or DF_SYMBOLIC).</summary>
    public bool IsSymbolic => Dynamic.Has(ElfConstants.DT_SYMBOLIC) || ((Flags ?? 0) & ElfConstants.DF_SYMBOLIC) != 0;

    /// <summary>True when it has an initialisation function (DT_INIT).</summary>
    public bool HasInit => Dynamic.Has(ElfConstants.DT_INIT);

    /// <summary>The number of functions in DT_INIT_ARRAY.</summary>
    public long InitArrayCount => (long)Math.Min((Dynamic.Value(ElfConstants.DT_INIT_ARRAYSZ) ?? 0) / (ulong)view.WordSize, long.MaxValue);

    /// <summary>True when a PT_LOAD reaches behind the end of the file: the missing pages raise SIGBUS when they are touched.</summary>
    public bool LoadsBeyondEnd => Segments.Any(segment => segment.IsLoad && segment.EndsBeyond(view.Length));

    /// <summary>
    /// Its constants: the section <c>.rodata</c>, or everything that is neither code nor written to where there are no section names; what is not written to, where constants and code share
    /// a segment (linkers without <c>-z separate-code</c>).
    /// </summary>
    internal override ReadOnlyMemory<byte> ReadOnlyData() => ConstantsAt()?.Bytes ?? default;

    internal override IEnumerable<MappedBytes> Constants() => ConstantsAt() is { } constants ? [constants] : [];

    internal override IEnumerable<MappedBytes> Code()
    {
        foreach (ElfSegment segment in Segments)
            if (segment.IsLoad && (segment.Flags & ElfConstants.PF_X) != 0) yield return new MappedBytes(segment.Address.Value, view.Read(segment.Offset, segment.FileSize).Bytes);
    }

    internal override int ReadContent(long offset, Span<byte> destination) => view.Copy(offset, destination);

    internal override IEnumerable<StoredRange> CodeSections()
    {
        const ulong executed = 4; // SHF_EXECINSTR
        StoredRange[] parts = [.. Sections.Where(section => (section.Flags & executed) != 0 && section.Type == 1).Select(section => StoredRange.Within(view.Length, section.Address.Value, section.Offset.Value, section.Size))];
        if (parts.Length == 0) parts = [.. Segments.Where(segment => segment.IsLoad && (segment.Flags & ElfConstants.PF_X) != 0).Select(segment => StoredRange.Within(view.Length, segment.Address.Value, segment.Offset.Value, segment.FileSize))];
        return StoredRange.Bounded(parts, view.Length);
    }

    private MappedBytes? ConstantsAt()
    {
        if (Sections.FirstOrDefault(section => section.Name == ".rodata") is { } section) return new MappedBytes(section.Address.Value, view.Read(section.Offset, section.Size).Bytes);
        ElfSegment? segment = Segments.LastOrDefault(candidate => candidate.IsLoad && candidate.Flags == ElfConstants.PF_R)
            ?? Segments.FirstOrDefault(candidate => candidate.IsLoad && (candidate.Flags & ElfConstants.PF_W) == 0);
        return segment is null ? null : new MappedBytes(segment.Address.Value, view.Read(segment.Offset, segment.FileSize).Bytes);
    }

    /// <summary>The length of the file in bytes.</summary>
    public long FileLength => view.Length;

    /// <summary>True when ld.so can map every PT_LOAD with this page size.</summary>
    /// <param name="pageSize">The page size in bytes, a power of two.</param>
    public bool IsPageCongruent(long pageSize) => Segments.All(segment => !segment.IsLoad || segment.IsPageCongruent(pageSize));

    /// <summary>The notes of all PT_NOTE segments in file order.</summary>
    public ImmutableArray<ElfNote> Notes => notes.Value;

    /// <summary>The build id (NT_GNU_BUILD_ID) in lower-case hexadecimal, or null.</summary>
    public string? BuildId
    {
        get
        {
            ElfNote? note = Notes.FirstOrDefault(note => note is { Owner: "GNU", Type: ElfConstants.NT_GNU_BUILD_ID });
            return note is null ? null : Convert.ToHexStringLower(note.Description.AsSpan());
        }
    }

    /// <summary>The GNU properties of the first property note; empty when there is none.</summary>
    public ImmutableArray<ElfProperty> Properties
    {
        get
        {
            ElfNote? note = Notes.FirstOrDefault(note => note is { Owner: "GNU", Type: ElfConstants.NT_GNU_PROPERTY_TYPE_0 });
            return note is null ? [] : ElfNotes.Properties(note, view);
        }
    }

    /// <summary>Of 32-bit Arm code: what <c>.ARM.attributes</c> says of it; null for others and when not stated. Nobody enforces it.</summary>
    public ArmAttributes? ArmAttributes => ElfArmAttributes.Of(view, Sections);

    /// <summary>Of 32-bit Arm code: the architecture it needs by its attributes (<c>v6</c>, <c>v7</c>); null for others and when not stated.</summary>
    public string? ArmArchitecture => ArmAttributes?.ArchitectureName;

    /// <summary>GNU_PROPERTY_X86_ISA_1_NEEDED: bit 0 baseline, 1 x86-64-v2, 2 v3, 3 v4; null when not stated. ld.so enforces it since 2.33.</summary>
    public uint? IsaNeeded => Property(ElfConstants.GNU_PROPERTY_X86_ISA_1_NEEDED);

    /// <summary>GNU_PROPERTY_X86_ISA_1_USED, which nobody enforces; null when not stated.</summary>
    public uint? IsaUsed => Property(ElfConstants.GNU_PROPERTY_X86_ISA_1_USED);

    /// <summary>The section headers; empty when the file has none. Loaders never look at them.</summary>
    public ImmutableArray<ElfSection> Sections => sections.Value;

    /// <summary>True when the file keeps its full symbol table (SHT_SYMTAB).</summary>
    public bool HasSymbolTable => Sections.Any(section => section.Type == ElfConstants.SHT_SYMTAB);

    /// <summary>What the compilers and linkers left in <c>.comment</c>, without repetitions, in file order.</summary>
    public ImmutableArray<string> Producers
    {
        get
        {
            ElfSection? section = Sections.FirstOrDefault(section => section.Name == ".comment");
            if (section is null) return [];
            string text = ElfText.Decode(view.Read(section.Offset, Math.Min(section.Size, 65536)).Bytes.Span);
            return [.. text.Split('\0', StringSplitOptions.RemoveEmptyEntries).Distinct(StringComparer.Ordinal)];
        }
    }

    /// <summary>Bytes of the file by address: as many of those asked for as one PT_LOAD and the file hold; empty when no segment holds the address.</summary>
    /// <param name="address">The address.</param>
    /// <param name="count">How many bytes are wanted.</param>
    public ReadOnlyMemory<byte> BytesAt(VirtualAddress address, long count) =>
        view.TryMap(address, out FileOffset offset, out long available) ? view.Read(offset, (ulong)Math.Clamp(count, 0, available)).Bytes : default;

    private uint? Property(uint type)
    {
        foreach (ElfProperty property in Properties)
        {
            if (property.Type == type) return property.Value;
        }

        return null;
    }
}
