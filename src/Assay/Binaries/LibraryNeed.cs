using Assay.Primitives;

namespace Assay.Binaries;

/// <summary>A library that a binary asks for.</summary>
/// <param name="Name">The name as stored: a soname, an install name with its <c>@rpath</c>, a DLL name.</param>
/// <param name="Flags">How it is needed.</param>
/// <param name="Record">The record that asks: <c>DT_NEEDED</c>, <c>LC_LOAD_DYLIB</c>, <c>IMAGE_IMPORT_DESCRIPTOR</c>.</param>
/// <param name="Offset">Where that record is in the file.</param>
public sealed record LibraryNeed(string Name, NeedFlags Flags, string Record, FileOffset Offset)
{
    /// <summary>Mach-O current version, or null in other formats.</summary>
    public PackedVersion? CurrentVersion { get; init; }

    /// <summary>Mach-O compatibility version, or null in other formats.</summary>
    public PackedVersion? CompatibilityVersion { get; init; }
}
