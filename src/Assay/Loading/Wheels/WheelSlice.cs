using Assay.Primitives;
using Assay.Targets;

namespace Assay.Loading.Wheels;

/// <summary>The code for one architecture in a binary of a wheel.</summary>
/// <param name="Architecture">The architecture.</param>
/// <param name="ArchitectureName">What its system calls it.</param>
/// <param name="Offset">Where the image starts in the file.</param>
/// <param name="RawMachine">The machine field as stored, for evidence.</param>
public sealed record WheelSlice(Architecture Architecture, string ArchitectureName, FileOffset Offset, uint RawMachine)
{
    /// <summary>The oldest macOS it says it was built for, or null when it says nothing.</summary>
    public PackedVersion? MinimumOs { get; init; }

    /// <summary>The newest version of glibc whose symbols it takes, or null when it takes none.</summary>
    public PackedVersion? Glibc { get; init; }

    /// <summary>That version as the file writes it (<c>GLIBC_2.34</c>), or null.</summary>
    public string? GlibcName { get; init; }

    /// <summary>The library that version is asked of (<c>libc.so.6</c>), or null.</summary>
    public string? GlibcLibrary { get; init; }
}
