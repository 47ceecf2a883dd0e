using Assay.Binaries;
using Assay.Binaries.Elf;
using Assay.Primitives;
using Assay.Targets;

namespace Assay.Loading.Glibc;

/// <summary>
/// The system a process runs on, as far as it is at hand: its dynamic linker, its cache, its version of glibc. Where the target is another system than the
/// one whose files can be read, <see cref="IsAtHand"/> is false, and libraries of that system are assumed, not read.
/// </summary>
internal sealed class GlibcSystem
{
    /// <summary>The machine whose files are read.</summary>
    public required IMachine Machine { get; init; }

    /// <summary>What the loader of the architecture expects.</summary>
    public required ElfAbi Abi { get; init; }

    /// <summary>What the version of glibc decides.</summary>
    public required GlibcPolicy Policy { get; init; }

    /// <summary>What is compiled into the dynamic linker; without directories when it is not at hand.</summary>
    public required DynamicLinker Linker { get; init; }

    /// <summary>Opens and judges files.</summary>
    public required FileVerifier Files { get; init; }

    /// <summary>True when the files of the target's own system can be read.</summary>
    public required bool IsAtHand { get; init; }

    /// <summary>True when the version of glibc is known, from the target or from its files.</summary>
    public required bool IsVersionKnown { get; init; }

    /// <summary>The list of ldconfig, or null when there is no usable one.</summary>
    public LdSoCache? Cache { get; init; }

    /// <summary>The level of the CPU (1 to 4), or null when not known.</summary>
    public int? CpuLevel { get; init; }

    /// <summary>The subdirectories of <c>glibc-hwcaps</c> that this CPU uses, best first.</summary>
    public IReadOnlyList<string> NamedSubdirectories { get; init; } = [];

    /// <summary>The names that loaders up to 2.36 combine to subdirectories, least important first.</summary>
    public IReadOnlyList<string> LegacyNames { get; init; } = [];

    /// <summary>What of those subdirectories' entries in the cache fits the CPU.</summary>
    public LegacyCapabilities LegacyCapabilities { get; init; }

    /// <summary>The page size in bytes.</summary>
    public required int PageSize { get; init; }

    /// <summary>The directory that relative paths start from, absolute, or null when not known.</summary>
    public string? WorkingDirectory { get; init; }

    /// <summary>What <c>$PLATFORM</c> stands for, or null when neither the kernel nor glibc has a name.</summary>
    public required string? Platform { get; init; }

    /// <summary>Reads what decides loads from the files of a system.</summary>
    /// <param name="target">Where the process runs.</param>
    /// <param name="abi">What the loader of its architecture expects.</param>
    /// <param name="machine">The machine whose files are read.</param>
    /// <param name="store">The binaries of that machine.</param>
    /// <param name="program">The main program, or null when there is none.</param>
    /// <param name="workingDirectory">The directory the process is started in, or null when not known.</param>
    public static GlibcSystem Read(Target target, ElfAbi abi, IMachine machine, BinaryStore store, ElfImage? program, string? workingDirectory)
    {
        FileVerifier files = new(machine, store, abi);
        string interpreter = program?.Interpreter ?? abi.Interpreter;
        DynamicLinker? linker = files.Open(interpreter).Acceptance == Acceptance.Accepted ? DynamicLinker.Read(machine, interpreter) : null;
        PackedVersion? found = linker is null ? null : linker.Version ?? LibraryVersion(machine, files, linker);
        bool isAtHand = linker is not null && (target.LibcVersion is null || found is null || SameRelease(target.LibcVersion.Value, found.Value));
        PackedVersion? version = target.LibcVersion ?? (isAtHand ? found : null);
        linker = isAtHand ? linker! : new DynamicLinker { Path = interpreter, DefaultDirectories = [] };
        byte[]? cache = isAtHand ? machine.ReadWhole(linker.CachePath) : null;
        int? level = CpuSubdirectories.LevelOf(target);
        return new GlibcSystem
        {
            Machine = machine,
            Abi = abi,
            Policy = new GlibcPolicy(version ?? new PackedVersion(2, 36)),
            Linker = linker,
            Files = files,
            IsAtHand = isAtHand,
            IsVersionKnown = version is not null,
            Cache = cache is null ? null : LdSoCache.Read(cache, abi.Data == ElfData.BigEndian),
            CpuLevel = level,
            NamedSubdirectories = CpuSubdirectories.Of(level ?? 1),
            LegacyNames = LegacySubdirectoryNames(abi.Architecture, target.IntelPlatform),
            LegacyCapabilities = LegacyCapabilities.Of(abi.Architecture, target.IntelPlatform),
            Platform = target.IntelPlatform?.Name ?? (abi.Platform.Length == 0 ? null : abi.Platform),
            PageSize = target.PageSize,
            WorkingDirectory = workingDirectory,
        };
    }

    // AT_HWCAP bits that count as important, then the platform, then tls (elf/dl-hwcaps.c, sysdeps/*/dl-procinfo.h).
    private static string[] LegacySubdirectoryNames(Architecture architecture, IntelPlatform? intel) => architecture switch
    {
        Architecture.X86_64 => ["x86_64", .. intel is { HasAvx512: true } ? (ReadOnlySpan<string>)["avx512_1"] : [], intel?.Name ?? "x86_64", "tls"],
        Architecture.Arm64 => ["atomics", "aarch64", "tls"],
        _ => ["tls"],
    };

    private static bool SameRelease(PackedVersion one, PackedVersion other) => one.Major == other.Major && one.Minor == other.Minor;

    private static PackedVersion? LibraryVersion(IMachine machine, FileVerifier files, DynamicLinker linker)
    {
        foreach (string directory in linker.DefaultDirectories)
        {
            if (files.Open(directory + "libc.so.6") is not { Acceptance: Acceptance.Accepted, Image: { } image }) continue;
            if (LibcFile.GlibcVersion(machine, directory + "libc.so.6") is { } stated) return stated;
            PackedVersion? highest = null;
            foreach (ElfVersionDefinition definition in image.VersionDefinitions)
                if (SymbolVersions.TryGlibc(definition.Name, out PackedVersion version) && (highest is null || version > highest)) highest = version;
            return highest;
        }

        return null;
    }
}
