using Assay.Primitives;

namespace Assay.Loading.Glibc;

/// <summary>
/// What changed between versions of glibc and decides loads. Each member names the release that brought the change; found by reading the file named
/// beside it in the release tags of the glibc repository.
/// </summary>
/// <param name="version">The version of the target.</param>
internal sealed class GlibcPolicy(PackedVersion version)
{
    /// <summary>The version.</summary>
    public PackedVersion Version { get; } = version;

    /// <summary>2.33 (elf/dl-load.c): directories have <c>glibc-hwcaps</c> subdirectories.</summary>
    public bool HasNamedSubdirectories => AtLeast(33);

    /// <summary>Up to 2.36 (elf/dl-hwcaps.c): directories also have the older subdirectories <c>tls</c>, <c>x86_64</c>, ...</summary>
    public bool HasLegacySubdirectories => !AtLeast(37);

    /// <summary>2.39 (elf/dl-load.c <c>open_path</c>): a candidate whose path leads through a file counts as absent, where before it ended that list of directories.</summary>
    public bool PassesOverNonDirectories => AtLeast(39);

    /// <summary>2.35 (elf/dl-load.c): segments are judged by the page size alone, where before p_align was judged too.</summary>
    public bool JudgesSegmentsByPageSizeAlone => AtLeast(35);

    /// <summary>2.30 (elf/dl-load.c): a position-independent program is refused by name.</summary>
    public bool RefusesPositionIndependentPrograms => AtLeast(30);

    /// <summary>2.41 (elf/dl-load.c): a library cannot make the stack executable any more.</summary>
    public bool NeverMakesStacksExecutable => AtLeast(41);

    /// <summary>Up to 2.40 (elf/dl-lookup.c <c>check_match</c>): a versioned symbol found in the named library without versions stops the process.</summary>
    public bool AssertsVersionsInNamedLibrary => !AtLeast(41);

    /// <summary>2.36 (elf/dl-version.c): DT_RELR needs the version <c>GLIBC_ABI_DT_RELR</c>.</summary>
    public bool KnowsRelativeRelocations => AtLeast(36);

    /// <summary>2.33 (sysdeps/x86/dl-prop.h): files that ask for a CPU level are refused on CPUs below it.</summary>
    public bool ChecksCpuLevel => AtLeast(33);

    /// <summary>2.35 (elf/dl-sort-maps.c): objects are ordered by a depth-first walk, where before each was moved behind its last user.</summary>
    public bool OrdersDepthFirst => AtLeast(35);

    /// <summary>2.32 (elf/dl-tls.c): only a part of the surplus may be used for descriptors, and tunables can enlarge it.</summary>
    public bool LimitsOptionalStaticTls => AtLeast(32);

    /// <summary>2.35 (nptl/descr.h): static thread-local storage is aligned to 32 bytes at least outside x86, to 16 before.</summary>
    public int GenericThreadBlockAlignment => AtLeast(35) ? 32 : 16;

    /// <summary>The line of the assertion in elf/dl-version.c that a version is wanted of a library nobody loaded.</summary>
    public int NeededAssertionLine => AtLeast(35) ? 204 : AtLeast(27) ? 205 : 224;

    /// <summary>The line of the assertion in elf/dl-lookup.c that the named library has versions.</summary>
    public int FilenameAssertionLine => Version.Minor switch
    {
        >= 39 or 35 => 106,
        >= 36 => 107,
        >= 32 => 105,
        >= 28 => 111,
        27 => 110,
        >= 23 => 127,
        _ => 166,
    };

    /// <summary>The lines of the assertions in elf/get-dynamic-info.h on DT_PLTREL and DT_RELAENT.</summary>
    public (int Calls, int Entries) DynamicInfoAssertionLines => AtLeast(36) ? (115, 123) : AtLeast(35) ? (102, 110) : AtLeast(33) ? (118, 126) : (123, 131);

    private bool AtLeast(int minor) => Version >= new PackedVersion(2, minor);
}
