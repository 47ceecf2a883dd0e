using Assay.Binaries;
using Assay.Binaries.MachO;
using Assay.Primitives;
using Assay.Targets;

namespace Assay.Loading.Dyld;

/// <summary>Which slices a process takes, best first (dyld common/MachOFile.cpp <c>GradedArchs</c>; since macOS 26 mach_o/GradedArchitectures.cpp).</summary>
internal sealed class GradedArchitectures
{
    private GradedArchitectures(string needed, params string[] accepted)
    {
        Needed = needed;
        Accepted = accepted;
    }

    /// <summary>What the error text says is needed, without the outer quotes.</summary>
    public string Needed { get; }

    /// <summary>The names that are accepted, best first.</summary>
    public IReadOnlyList<string> Accepted { get; }

    /// <summary>The list of a process.</summary>
    /// <param name="target">Where it runs.</param>
    /// <param name="release">The dynamic linker.</param>
    public static GradedArchitectures Of(Target target, DyldRelease release)
    {
        bool namesFirstOnly = release.Version.Major == 12;
        if (target.Architecture == Architecture.X86_64)
        {
            // Rosetta pretends to be a processor without x86_64h. Every Mac of Intel's that runs these systems, but the Mac Pro of 2013, has it.
            return target.Translation is not null ? new("x86_64", "x86_64") : new(namesFirstOnly ? "x86_64h" : "x86_64h' or 'x86_64", "x86_64h", "x86_64");
        }

        if (target.Architecture == Architecture.Arm64E) return new("arm64e", "arm64e");

        // An arm64 process takes arm64e of the system only, until 14.4 lists it for all.
        if (release.Version < new PackedVersion(14, 4)) return new(namesFirstOnly ? "arm64e" : "arm64", "arm64", "arm64v8");
        return release.IsDyld1323
            ? new("arm64e' or 'arm64e.v1' or 'arm64' or 'arm64", "arm64e", "arm64", "arm64v8")
            : new("arm64e' or 'arm64", "arm64e", "arm64", "arm64v8");
    }

    /// <summary>The slice that is taken, or null when none fits: the order of the list decides, not that of the file.</summary>
    /// <param name="images">The slices.</param>
    public MachOImage? Best(IEnumerable<BinaryImage> images)
    {
        MachOImage[] slices = [.. images.OfType<MachOImage>().Where(image => image.HasHeader)];
        foreach (string name in Accepted)
        {
            if (Array.Find(slices, slice => slice.ArchitectureName == name) is { } found) return found;
        }

        return null;
    }
}
