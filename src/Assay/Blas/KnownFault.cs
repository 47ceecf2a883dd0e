using System.Collections.Immutable;
using Assay.Packaging;
using Assay.Primitives;
using Assay.Targets;
using Assay.Targets.Cpu;

namespace Assay.Blas;

/// <summary>One known fault of a library of linear algebra, and where it is met (<c>known-bad.json</c>).</summary>
public sealed record KnownFault
{
    /// <summary>Its name in this catalogue: <c>OB-M4-SSYRK</c>.</summary>
    public required string Id { get; init; }

    /// <summary>Whose fault it is.</summary>
    public required BlasImplementation Implementation { get; init; }

    /// <summary>What goes wrong, lower case, no full stop.</summary>
    public required string Effect { get; init; }

    /// <summary>What sort of effect that is.</summary>
    public FaultKind Kind { get; init; }

    /// <summary>How loudly it is told.</summary>
    public FaultLevel Level { get; init; }

    /// <summary>How sure the range is.</summary>
    public FaultConfidence Confidence { get; init; }

    /// <summary>The first release that has it, or null when all earlier ones have it.</summary>
    public string? From { get; init; }

    /// <summary>The last release that has it, or null when there is no end.</summary>
    public string? To { get; init; }

    /// <summary>The release without it, or null when none is known.</summary>
    public string? Fixed { get; init; }

    /// <summary>Builds from between <see cref="To"/> and <see cref="Fixed"/> that are known to have it.</summary>
    public ImmutableArray<string> AlsoIn { get; init; } = [];

    /// <summary>Builds of an affected release from which on it was taken out.</summary>
    public ImmutableArray<string> Patched { get; init; } = [];

    /// <summary>Distributions whose wheels carry a library without it, with the versions (PEP 440).</summary>
    public ImmutableSortedDictionary<string, string> CuredWheels { get; init; } = ImmutableSortedDictionary<string, string>.Empty;

    /// <summary>The distributions that meet it, with the versions (PEP 440); empty when every caller does.</summary>
    public ImmutableSortedDictionary<string, string> Consumers { get; init; } = ImmutableSortedDictionary<string, string>.Empty;

    /// <summary>The systems it is met on; empty for all.</summary>
    public ImmutableArray<OperatingSystemKind> Systems { get; init; } = [];

    /// <summary>The architectures it is met on; empty for all.</summary>
    public ImmutableArray<Architecture> Architectures { get; init; } = [];

    /// <summary>The processors it is met on: a core (<c>neoverse-v1*</c>), <c>vendor:amd</c> or <c>avx512:intel</c>; empty for all.</summary>
    public ImmutableArray<string> Processors { get; init; } = [];

    /// <summary>Features that the processor must announce for it to be met; empty for any.</summary>
    public CpuFeatures Announced { get; init; }

    /// <summary>Features that the processor must not have for it to be met; empty for any.</summary>
    public CpuFeatures Lacking { get; init; }

    /// <summary>The only version of the system it is met on, or null for all.</summary>
    public PackedVersion? System { get; init; }

    /// <summary>The version of glibc from which on it is not met, or null.</summary>
    public PackedVersion? GlibcBelow { get; init; }

    /// <summary>True when only a library that chooses its kernel as it starts has it.</summary>
    public bool OnlyDispatched { get; init; }

    /// <summary>True when only a library that uses threads has it.</summary>
    public bool OnlyThreaded { get; init; }

    /// <summary>True when the libraries inside wheels do not have it.</summary>
    public bool NotBundled { get; init; }

    /// <summary>A setting that avoids it (<c>OPENBLAS_CORETYPE=NEOVERSEN1</c>), or null.</summary>
    public string? Variable { get; init; }

    /// <summary>Where that is known from.</summary>
    public ImmutableArray<string> Sources { get; init; } = [];

    /// <summary>True when a library has the fault and the target lets it be met. What is not known counts for the library.</summary>
    /// <param name="library">The library.</param>
    /// <param name="target">Where it runs.</param>
    /// <param name="caller">The distribution that calls it with its version, or null.</param>
    public bool IsMet(BlasLibrary library, Target target, (string Name, string? Version)? caller = null)
    {
        ArgumentNullException.ThrowIfNull(library);
        ArgumentNullException.ThrowIfNull(target);
        return library.Implementation == Implementation && IsTarget(target) && IsRelease(library.Version)
            && !(OnlyDispatched && library.Kernels.IsAtRunTime != true)
            && !(OnlyThreaded && library.Threading == ThreadingLayer.Sequential)
            && !(IsBundled(library.Path) && (NotBundled || Lists(CuredWheels, caller)))
            && (Consumers.IsEmpty || Lists(Consumers, caller));
    }

    private bool IsTarget(Target target) =>
        (Systems.IsEmpty || Systems.Contains(target.Os))
        && (Architectures.IsEmpty || Architectures.Contains(target.Architecture))
        && (Processors.IsEmpty || (target.Processor is { } processor && Processors.Any(wanted => IsProcessor(wanted, processor))))
        && (Announced.IsEmpty || (target.Announced is { } announced && announced.HasAll(Announced)))
        && (Lacking.IsEmpty || (target.Features is { } features && (features & Lacking).IsEmpty))
        && (System is not { } system || (target.OsVersion is { } own && own.Major == system.Major && own.Minor == system.Minor))
        && (GlibcBelow is not { } glibc || (target is { Libc: LibcKind.Glibc, LibcVersion: { } libc } && libc < glibc));

    private bool IsRelease(string? version)
    {
        if (From is null && To is null) return true;
        if (ReleaseNumber.Parse(version) is not { } number) return false;
        if (Patched.Any(text => ReleaseNumber.Parse(text) is { } build && number.IsSameReleaseFrom(build))) return false;
        if (ReleaseNumber.Parse(From) is { } from && number.CompareRelease(from) < 0) return false;
        if (ReleaseNumber.Parse(To) is not { } to) return true;

        // A build between the last release with the fault and the first without may have either.
        int order = number.CompareRelease(to);
        return order < 0 || (order == 0 && (!number.IsBetweenReleases || AlsoIn.Any(text => ReleaseNumber.Parse(text) is { } build && number.IsBuildOf(build))));
    }

    private static bool IsProcessor(string wanted, Processor processor) => wanted switch
    {
        "vendor:amd" => processor.Vendor == ProcessorVendor.Amd,
        "vendor:arm" => processor.Vendor == ProcessorVendor.Arm,
        "avx512:intel" => processor is { Vendor: ProcessorVendor.Intel, HasAvx512: true },
        [.. var stem, '*'] => processor.Core?.StartsWith(stem, StringComparison.Ordinal) == true,
        _ => processor.Core == wanted,
    };

    // Wheels keep their libraries in numpy.libs, numpy/.libs, numpy/.dylibs.
    private static bool IsBundled(string path) => PosixPath.Name(PosixPath.Directory(path)) is var folder && (folder.EndsWith(".libs", StringComparison.Ordinal) || folder == ".dylibs");

    private static bool Lists(ImmutableSortedDictionary<string, string> versions, (string Name, string? Version)? caller) =>
        caller is { Version: { } version } known && versions.TryGetValue(known.Name, out string? text) && VersionSpecifiers.TryParse(text, out VersionSpecifiers? specifiers) && specifiers.Contains(version);
}
