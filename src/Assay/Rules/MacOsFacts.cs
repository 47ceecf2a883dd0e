using System.Collections.Immutable;
using Assay.Primitives;

namespace Assay.Rules;

/// <summary>What only environments of macOS have; gathered for such targets alone.</summary>
public sealed record MacOsFacts
{
    /// <summary>Symbols that native files want from a library of the system which got them later than the target's version, in the order of the files.</summary>
    public ImmutableArray<LaterSymbol> LaterSymbols { get; init; } = [];

    /// <summary>Loaded files that bind BLAS or LAPACK names of Accelerate's old interface (CLAPACK 3.2.1), each with one such name; none in processes that use the newer interface too.</summary>
    public ImmutableArray<LaterSymbol> OldAccelerateUses { get; init; } = [];

    /// <summary>The SDK that the interpreter was linked with, or null when it does not say or is not at hand.</summary>
    public PackedVersion? InterpreterSdk { get; init; }

    /// <summary>True when Rosetta 2 is installed on the examined machine, false when it is a macOS without it, null when it is no whole macOS.</summary>
    public bool? HasRosetta { get; init; }

    /// <summary>True when the interpreter's program takes only libraries of its own team and of the system: a hardened runtime without the entitlement that lifts it.</summary>
    public bool ValidatesLibraries { get; init; }

    /// <summary>Settings of conda that ask for another processor than the interpreter's.</summary>
    public ImmutableArray<CondaSetting> CondaSettings { get; init; } = [];

    /// <summary>
    /// Native files that carry the attribute <c>com.apple.quarantine</c> and that nobody has approved; absolute. Those that the asked
    /// imports load, or all when the whole environment was asked about. Empty where the machine keeps no such attributes.
    /// </summary>
    public ImmutableArray<string> Quarantined { get; init; } = [];

    /// <summary>Packages of the conda prefix that are for another processor than its interpreter, with their platform directory.</summary>
    public ImmutableArray<ForeignCondaPackage> ForeignCondaPackages { get; init; } = [];
}

/// <summary>A symbol that a file wants from a library of the system.</summary>
/// <param name="Path">The file, absolute.</param>
/// <param name="Symbol">The name as stored.</param>
/// <param name="Library">The install name of the library.</param>
/// <param name="Since">The first recorded version of macOS that has it; null when that is not the point.</param>
public sealed record LaterSymbol(string Path, string Symbol, string Library, PackedVersion? Since);

/// <summary>A package of a conda prefix for another processor.</summary>
/// <param name="Name">Its conda name.</param>
/// <param name="Subdirectory">Its platform directory: <c>osx-64</c>.</param>
/// <param name="MetadataPath">Its file in <c>conda-meta</c>.</param>
public sealed record ForeignCondaPackage(string Name, string Subdirectory, string MetadataPath);

/// <summary>A setting of conda that chooses the processor.</summary>
/// <param name="Source">The file or variable.</param>
/// <param name="Subdirectory">The platform directory it asks for.</param>
public sealed record CondaSetting(string Source, string Subdirectory);
