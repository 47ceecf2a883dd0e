namespace Assay.Binaries.Elf;

/// <summary>From a real file to its description.</summary>
internal static class ElfDescriber
{
    public static readonly long[] MarkTags = [ElfConstants.DT_SYMBOLIC, ElfConstants.DT_TEXTREL, ElfConstants.DT_BIND_NOW];

    private static readonly long[] Pages = [0x10000, 0x4000, 0x1000];

    public static ElfDescription Describe(ElfImage image)
    {
        ElfDescription description = new()
        {
            Machine = ElfMachine.Of(image.Header.Machine, image.Header.Class, image.Header.Data),
            Type = image.Header.Type,
            OsAbi = image.Header.OsAbi,
            AbiVersion = image.Header.AbiVersion,
            HeaderFlags = image.Header.Flags,
            Interpreter = image.Interpreter,
            Soname = image.Name,
            Rpath = image.Rpath,
            Runpath = image.Runpath,
            HasDynamic = image.Dynamic.IsPresent,
            Flags = image.Flags,
            Flags1 = image.Flags1,
            HasGnuHash = image.HasGnuHash,
            HasSystemVHash = image.HasSystemVHash,
            HasRelr = image.HasRelr,
            HasInit = image.HasInit,
            InitArrayCount = (int)Math.Min(image.InitArrayCount, int.MaxValue),
            StackFlags = image.StackFlags,
            HasRelro = image.HasRelro,
            ThreadLocal = image.ThreadLocal,
            IsaNeeded = image.IsaNeeded,
            IsaUsed = image.IsaUsed,
            BuildId = image.BuildId,
            ArmArchitecture = image.ArmAttributes?.Architecture,
        };
        description.Needs.AddRange(image.Needs.Select(need => need.Name));
        description.Marks.AddRange(MarkTags.Where(image.Dynamic.Has));
        description.OtherProperties.AddRange(image.Properties.Where(property =>
            property.Type is not (ElfConstants.GNU_PROPERTY_X86_ISA_1_NEEDED or ElfConstants.GNU_PROPERTY_X86_ISA_1_USED) && property.Value is not null));
        description.VersionNeeds.AddRange(image.VersionNeeds.Select(need => new ElfDescribedVersions(need.File, [.. need.Versions.Select(version => (version.Name, version.IsWeak))])));
        description.VersionDefinitions.AddRange(image.VersionDefinitions.Select(definition =>
            new ElfDescribedDefinition(definition.Name, definition.Parents, definition.IsBase, definition.IsWeak)));
        DescribeLoads(image, description);
        DescribeSymbols(image, description);
        return description;
    }

    private static void DescribeLoads(ElfImage image, ElfDescription description)
    {
        List<ElfSegment> ordinary = [];
        foreach (ElfSegment segment in image.Segments.Where(segment => segment.IsLoad))
            (segment.IsPageCongruent(0x1000) && !segment.EndsBeyond(image.FileLength) ? ordinary : description.OddLoads).Add(segment);
        description.HasLoads = ordinary.Count > 0;
        if (!description.HasLoads) return;

        long largest = description.Machine.LargestPage;
        ulong least = ordinary.Min(segment => segment.Alignment), most = ordinary.Max(segment => segment.Alignment);
        if (least != (ulong)largest || most != (ulong)largest) description.Alignment = (least, most);
        long congruent = Pages.First(page => page == 0x1000 || (page <= largest && ordinary.TrueForAll(segment => segment.IsPageCongruent(page))));
        if (congruent != largest) description.CongruentPage = congruent;
    }

    private static void DescribeSymbols(ElfImage image, ElfDescription description)
    {
        // Symbols are looked up in the order of the relocations that use them; those nobody uses come last.
        int[] firstUse = new int[image.Symbols.Count];
        bool[] initialExec = new bool[image.Symbols.Count];
        Array.Fill(firstUse, int.MaxValue);
        int position = 0;
        foreach (ElfRelocation relocation in image.Relocations)
        {
            bool isInitialExec = relocation.Type == description.Machine.InitialExecRelocation;
            bool isForeign = relocation.SymbolIndex > 0 && relocation.SymbolIndex < firstUse.Length && !image.Symbols[relocation.SymbolIndex].IsDefined;
            if (isForeign)
            {
                firstUse[relocation.SymbolIndex] = Math.Min(firstUse[relocation.SymbolIndex], position);
                initialExec[relocation.SymbolIndex] |= isInitialExec;
            }
            else if (isInitialExec)
            {
                description.InitialExecCount++;
            }

            position++;
        }

        description.Wants.AddRange(image.WantedSymbols.OrderBy(symbol => firstUse[symbol.TableIndex!.Value]).Select(symbol => new ElfDescribedWant(
            symbol.Name,
            symbol.Version,
            symbol.Library,
            symbol.IsWeak,
            symbol.Kind,
            firstUse[symbol.TableIndex!.Value] == int.MaxValue,
            initialExec[symbol.TableIndex!.Value])));

        // Linkers make one absolute symbol per version definition; it is no symbol of the library.
        HashSet<string> markers = [.. image.VersionDefinitions.Select(definition => definition.Name)];
        for (int i = 1; i < image.Symbols.Count; i++)
        {
            ElfSymbol symbol = image.Symbols[i];
            if (!symbol.IsOffered) continue;
            string name = image.Symbols.Name(symbol);
            if (!markers.Contains(name))
                description.Offers.Add(new ElfDescribedOffer(name, image.VersionOf(symbol), symbol.IsHiddenVersion, symbol.Binding, ElfKinds.SymbolKind(symbol)));
        }
    }
}
