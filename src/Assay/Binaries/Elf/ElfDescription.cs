namespace Assay.Binaries.Elf;

/// <summary>
/// What can be said of an ELF file in a description: the hinge between a real file, the text of a page and an assembled file. Every field starts with what is ordinary.
/// </summary>
internal sealed class ElfDescription
{
    public required ElfMachine Machine { get; init; }

    /// <summary><c>e_type</c>.</summary>
    public ushort Type { get; set; } = ElfConstants.ET_DYN;

    public byte OsAbi { get; set; }

    public byte AbiVersion { get; set; }

    public uint HeaderFlags { get; set; }

    public string? Interpreter { get; set; }

    public string? Soname { get; set; }

    public List<string> Needs { get; } = [];

    public string? Rpath { get; set; }

    public string? Runpath { get; set; }

    public bool HasDynamic { get; set; } = true;

    /// <summary>DT_FLAGS, or null.</summary>
    public ulong? Flags { get; set; }

    /// <summary>DT_FLAGS_1, or null.</summary>
    public ulong? Flags1 { get; set; }

    /// <summary>Tags that are there or not and whose value means nothing: DT_SYMBOLIC, DT_TEXTREL, DT_BIND_NOW.</summary>
    public List<long> Marks { get; } = [];

    public bool HasGnuHash { get; set; } = true;

    public bool HasSystemVHash { get; set; }

    public bool HasRelr { get; set; }

    public bool HasInit { get; set; }

    public int InitArrayCount { get; set; }

    /// <summary>What every function of the file does, for an assembled one; null for returning 0. Files are not described by their code.</summary>
    public byte[]? Code { get; set; }

    /// <summary>How many more functions an assembled file has that nobody calls, with unwind tables that tell of them; 0 for none and no tables.</summary>
    public int FunctionCount { get; set; }

    /// <summary>What each of those does.</summary>
    public byte[] FunctionCode { get; set; } = [];

    /// <summary><c>p_flags</c> of PT_GNU_STACK, or null when there is none.</summary>
    public uint? StackFlags { get; set; } = ElfConstants.PF_R | ElfConstants.PF_W;

    public bool HasRelro { get; set; } = true;

    public ThreadLocalBlock? ThreadLocal { get; set; }

    /// <summary>Relocations of the file's own thread-local symbols that demand a place in the static block.</summary>
    public int InitialExecCount { get; set; }

    public uint? IsaNeeded { get; set; }

    public uint? IsaUsed { get; set; }

    public List<ElfProperty> OtherProperties { get; } = [];

    public string? BuildId { get; set; }

    /// <summary><c>Tag_CPU_arch</c> of 32-bit Arm, or null without attributes.</summary>
    public int? ArmArchitecture { get; set; }

    /// <summary>False when there is no ordinary PT_LOAD at all.</summary>
    public bool HasLoads { get; set; } = true;

    /// <summary>The smallest and the largest <c>p_align</c> of the ordinary PT_LOADs; null for what the machine's linkers use.</summary>
    public (ulong Least, ulong Most)? Alignment { get; set; }

    /// <summary>The largest page size for which the ordinary PT_LOADs are congruent, up to the largest of the machine; null for that.</summary>
    public long? CongruentPage { get; set; }

    /// <summary>PT_LOADs that are out of the ordinary: incongruent even for pages of 4096 bytes, or behind the end of the file.</summary>
    public List<ElfSegment> OddLoads { get; } = [];

    public List<ElfDescribedVersions> VersionNeeds { get; } = [];

    public List<ElfDescribedDefinition> VersionDefinitions { get; } = [];

    public List<ElfDescribedWant> Wants { get; } = [];

    public List<ElfDescribedOffer> Offers { get; } = [];

    /// <summary>The version needs that the wanted symbols alone would give, in the order in which they are first met.</summary>
    public List<ElfDescribedVersions> ImpliedVersionNeeds()
    {
        List<ElfDescribedVersions> needs = [];
        foreach (ElfDescribedWant want in Wants)
        {
            if (want.Version is null || want.Library is null) continue;
            ElfDescribedVersions? need = needs.Find(candidate => candidate.File == want.Library);
            if (need is null) needs.Add(need = new ElfDescribedVersions(want.Library, []));
            if (!need.Versions.Exists(version => version.Name == want.Version)) need.Versions.Add((want.Version, false));
        }

        return needs;
    }

    /// <summary>The version definitions that the offered symbols alone would give, the base first.</summary>
    public List<ElfDescribedDefinition> ImpliedVersionDefinitions()
    {
        List<string> names = [.. Offers.Select(offer => offer.Version).OfType<string>().Distinct(StringComparer.Ordinal)];
        return names.Count == 0 ? [] : [new ElfDescribedDefinition(Soname ?? "", [], true, false), .. names.Select(name => new ElfDescribedDefinition(name, [], false, false))];
    }
}

/// <summary>The versions wanted of one library.</summary>
/// <param name="File">Its soname.</param>
/// <param name="Versions">The versions in order.</param>
internal sealed record ElfDescribedVersions(string File, List<(string Name, bool IsWeak)> Versions)
{
    public bool Matches(ElfDescribedVersions other) => File == other.File && Versions.SequenceEqual(other.Versions);
}

/// <summary>One version offered.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Parents">The versions it inherits from.</param>
/// <param name="IsBase">True for the definition of the file itself.</param>
/// <param name="IsWeak">True for VER_FLG_WEAK.</param>
internal sealed record ElfDescribedDefinition(string Name, IReadOnlyList<string> Parents, bool IsBase, bool IsWeak)
{
    public bool Matches(ElfDescribedDefinition other) => Name == other.Name && IsBase == other.IsBase && IsWeak == other.IsWeak && Parents.SequenceEqual(other.Parents);
}

/// <summary>One symbol taken from elsewhere.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Version">The version wanted, or null.</param>
/// <param name="Library">The library the version must come from, or null.</param>
/// <param name="IsWeak">True for STB_WEAK.</param>
/// <param name="Kind">What it stands for.</param>
/// <param name="IsUnused">True when no relocation refers to it, so that nobody ever looks it up.</param>
/// <param name="IsInitialExec">True when a relocation demands its place in the static thread-local block.</param>
internal sealed record ElfDescribedWant(string Name, string? Version, string? Library, bool IsWeak, SymbolKind Kind, bool IsUnused, bool IsInitialExec);

/// <summary>One symbol offered.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Version">The version it is offered under, or null.</param>
/// <param name="IsOld">True for a version that is not the default (<c>name@VERSION</c>).</param>
/// <param name="Binding">1 global, 2 weak, 10 GNU unique.</param>
/// <param name="Kind">What it stands for.</param>
internal sealed record ElfDescribedOffer(string Name, string? Version, bool IsOld, int Binding, SymbolKind Kind);
