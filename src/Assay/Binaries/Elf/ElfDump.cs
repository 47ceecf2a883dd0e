using Assay.Binaries.Description;

namespace Assay.Binaries.Elf;

/// <summary>Writes a description of an ELF file; <see cref="ElfParser"/> reads it back.</summary>
internal static class ElfDump
{
    /// <summary>Writes a real file: first what can be assembled again, then remarks for people.</summary>
    /// <param name="image">The file.</param>
    /// <param name="writer">Where the lines go.</param>
    public static void Write(ElfImage image, DescriptionWriter writer)
    {
        Write(ElfDescriber.Describe(image), writer);
        if (image.Relocations.Count > 0)
        {
            writer.Comment("relocations: " + string.Join(", ", image.Relocations.CountByType().OrderBy(pair => pair.Key)
                .Select(pair => $"{ElfRelocationNames.Name(image.Header.Machine, pair.Key)} {pair.Value}")));
        }

        foreach (string producer in image.Producers) writer.Comment("made by " + producer);
    }

    /// <summary>Writes a description in its canonical order.</summary>
    /// <param name="elf">The description.</param>
    /// <param name="writer">Where the lines go.</param>
    public static void Write(ElfDescription elf, DescriptionWriter writer)
    {
        WriteHeader(elf, writer);
        WriteDynamic(elf, writer);
        WriteSegments(elf, writer);
        WriteVersions(elf, writer);
        WriteSymbols(elf, writer);
    }

    private static void WriteHeader(ElfDescription elf, DescriptionWriter writer)
    {
        bool isProgram = elf.Type == ElfConstants.ET_DYN && elf.Flags1 is { } flags && (flags & ElfConstants.DF_1_PIE) != 0;
        string type = isProgram ? "pie" : ElfWords.Types.FirstOrDefault(known => known.Type == elf.Type).Word ?? DescriptionWriter.Hex(elf.Type);
        if (elf.Machine.Name.Length > 0) writer.Line("elf", elf.Machine.Name, type);
        else writer.Line("elf", "machine", $"{elf.Machine.Number}", "class", $"{(byte)elf.Machine.Class}", "data", $"{(byte)elf.Machine.Data}", type);
        if (elf.OsAbi != 0) writer.Line("osabi", $"{elf.OsAbi}");
        if (elf.AbiVersion != 0) writer.Line("abi-version", $"{elf.AbiVersion}");
        if (elf.HeaderFlags != 0) writer.Line("header-flags", DescriptionWriter.Hex(elf.HeaderFlags));
        if (elf.BuildId is { Length: > 0 } buildId) writer.Line("build-id", buildId);
        if (elf.ArmArchitecture is { } arm) writer.Line("arm", ArmAttributes.NameOf(arm));
        if (elf.Interpreter is { } interpreter) writer.Line("interp", DescriptionWriter.Name(interpreter));
    }

    private static void WriteDynamic(ElfDescription elf, DescriptionWriter writer)
    {
        if (!elf.HasDynamic) writer.Line("dynamic", "absent");
        if (elf.Soname is { } soname) writer.Line("soname", DescriptionWriter.Name(soname));
        foreach (string need in elf.Needs) writer.Line("needs", DescriptionWriter.Name(need));
        if (elf.Rpath is { } rpath) writer.Line("rpath", DescriptionWriter.Name(rpath));
        if (elf.Runpath is { } runpath) writer.Line("runpath", DescriptionWriter.Name(runpath));
        if (elf.Flags is { } flags) writer.Line("flags", ElfWords.Bits(flags, ElfWords.Flags));
        bool onlyPie = elf.Type == ElfConstants.ET_DYN && elf.Flags1 == ElfConstants.DF_1_PIE;
        if (elf.Flags1 is { } flags1 && !onlyPie) writer.Line("flags1", ElfWords.Bits(flags1, ElfWords.Flags1));
        foreach (long mark in elf.Marks) writer.Line("mark", ElfNames.DynamicTag(mark));
        string? hash = (elf.HasGnuHash, elf.HasSystemVHash) switch { (true, false) => null, (true, true) => "both", (false, true) => "sysv", _ => "none" };
        if (hash is not null && elf.HasDynamic) writer.Line("hash", hash);
        if (elf.HasRelr) writer.Line("relr");
        if (elf.HasInit) writer.Line("init");
        if (elf.InitArrayCount != 0) writer.Line("init-array", $"{elf.InitArrayCount}");
    }

    private static void WriteSegments(ElfDescription elf, DescriptionWriter writer)
    {
        if (elf.StackFlags != (ElfConstants.PF_R | ElfConstants.PF_W)) writer.Line("stack", elf.StackFlags is { } stack ? ElfWords.Access(stack) : "absent");
        if (!elf.HasRelro) writer.Line("relro", "absent");
        if (!elf.HasLoads) writer.Line("load", "absent");
        if (elf.Alignment is not null || elf.CongruentPage is not null)
        {
            (ulong least, ulong most) = elf.Alignment ?? ((ulong)elf.Machine.LargestPage, (ulong)elf.Machine.LargestPage);
            writer.Line("load", "align", DescriptionWriter.Hex(least), least == most ? null : "to", least == most ? null : DescriptionWriter.Hex(most),
                elf.CongruentPage is null ? null : "congruent", elf.CongruentPage is { } page ? DescriptionWriter.Hex((ulong)page) : null);
        }

        foreach (ElfSegment odd in elf.OddLoads)
        {
            writer.Line("segment", ElfWords.Access(odd.Flags), "offset", DescriptionWriter.Hex((ulong)odd.Offset.Value), "address", DescriptionWriter.Hex(odd.Address.Value),
                "file", DescriptionWriter.Hex(odd.FileSize), "memory", DescriptionWriter.Hex(odd.MemorySize), "align", DescriptionWriter.Hex(odd.Alignment));
        }

        if (elf.ThreadLocal is { } block)
        {
            writer.Line("tls", "size", DescriptionWriter.Hex((ulong)block.MemorySize), block.FileSize == 0 ? null : "file", block.FileSize == 0 ? null : DescriptionWriter.Hex((ulong)block.FileSize),
                "align", $"{(ulong)block.Alignment}", elf.InitialExecCount == 0 ? null : "initial-exec", elf.InitialExecCount < 2 ? null : $"{elf.InitialExecCount}");
        }

        if (elf.IsaNeeded is { } needed) writer.Line("isa-needed", ElfWords.Bits(needed, ElfWords.Isa));
        if (elf.IsaUsed is { } used) writer.Line("isa-used", ElfWords.Bits(used, ElfWords.Isa));
        foreach (ElfProperty property in elf.OtherProperties) writer.Line("property", DescriptionWriter.Hex(property.Type), DescriptionWriter.Hex(property.Value ?? 0));
    }

    private static void WriteVersions(ElfDescription elf, DescriptionWriter writer)
    {
        List<ElfDescribedVersions> impliedNeeds = elf.ImpliedVersionNeeds();
        bool needsAreImplied = impliedNeeds.Count == elf.VersionNeeds.Count && impliedNeeds.Zip(elf.VersionNeeds).All(pair => pair.First.Matches(pair.Second));
        foreach (ElfDescribedVersions need in needsAreImplied ? [] : elf.VersionNeeds)
        {
            List<string?> words = [DescriptionWriter.Name(need.File)];
            foreach ((string name, bool isWeak) in need.Versions)
            {
                if (isWeak) words.Add("weak");
                words.Add(DescriptionWriter.Name(name, ElfWords.SymbolKeywords));
            }

            writer.Line("versions", [.. words]);
        }

        List<ElfDescribedDefinition> impliedDefinitions = elf.ImpliedVersionDefinitions();
        bool definitionsAreImplied = impliedDefinitions.Count == elf.VersionDefinitions.Count && impliedDefinitions.Zip(elf.VersionDefinitions).All(pair => pair.First.Matches(pair.Second));
        foreach (ElfDescribedDefinition definition in definitionsAreImplied ? [] : elf.VersionDefinitions)
        {
            writer.Line("defines",
                [definition.IsBase ? "base" : null, definition.IsWeak ? "weak" : null, DescriptionWriter.Name(definition.Name, ElfParser.DefinitionKeywords),
                .. definition.Parents.Select(parent => DescriptionWriter.Name(parent))]);
        }
    }

    private static void WriteSymbols(ElfDescription elf, DescriptionWriter writer)
    {
        foreach (ElfDescribedWant want in elf.Wants)
        {
            writer.Line("wants", want.IsWeak ? "weak" : null, Kind(want.Kind, SymbolKind.Untyped), want.IsUnused ? "unused" : null, want.IsInitialExec ? "initial-exec" : null,
                Symbol(want.Name), want.Version is null ? null : DescriptionWriter.Name(want.Version), want.Version is null ? null : "from",
                want.Version is null ? null : DescriptionWriter.Name(want.Library ?? ""));
        }

        foreach (ElfDescribedOffer offer in elf.Offers)
        {
            writer.Line("offers", offer.Binding switch { 2 => "weak", 10 => "unique", _ => null }, Kind(offer.Kind, SymbolKind.Function), Symbol(offer.Name),
                offer.Version is null ? null : DescriptionWriter.Name(offer.Version), offer.Version is not null && offer.IsOld ? "old" : null);
        }
    }

    private static string Symbol(string name) => DescriptionWriter.Name(name, ElfWords.SymbolKeywords);

    private static string? Kind(SymbolKind kind, SymbolKind ordinary) => kind == ordinary ? null : Array.Find(ElfWords.Kinds, known => known.Kind == kind).Word;
}
