using Assay.Binaries;
using Assay.Binaries.MachO;
using Assay.Primitives;
using Assay.Targets;

namespace Assay.Loading.Dyld;

/// <summary>What single files ask of a macOS, without loading them.</summary>
public static class SystemNeeds
{
    private const string AccelerateFramework = "/System/Library/Frameworks/Accelerate.framework/";

    /// <summary>The symbols of libraries of the system that a target does not have yet, in the order dyld would look them up.</summary>
    /// <param name="file">The file.</param>
    /// <param name="target">Where it would be loaded.</param>
    /// <returns>The name of the symbol, the library, and the first recorded version of macOS with it.</returns>
    public static IEnumerable<(string Symbol, string Library, PackedVersion Since)> Later(BinaryFile file, Target target)
    {
        ArgumentNullException.ThrowIfNull(file);
        ArgumentNullException.ThrowIfNull(target);
        DyldRelease release = new(target);
        bool isArm64 = target.Architecture != Architecture.X86_64;
        if (GradedArchitectures.Of(target, release).Best(file.Images) is not { } image) yield break;
        SystemLibrary?[] libraries = [.. image.Needs.Select(need => SystemLibraries.Known.Find(need.Name))];
        foreach (WantedSymbol wanted in image.WantedSymbols)
        {
            if (wanted.IsWeak || wanted.Ordinal is not > 0 || wanted.Ordinal > libraries.Length || libraries[wanted.Ordinal.Value - 1] is not { HasSymbols: true } library) continue;
            SystemPresence presence = library.Symbol(wanted.Name, release.Version, isArm64);
            if (presence is { Presence: Presence.NotYet, Since: { } since }) yield return (wanted.Name, library.Name, since);
        }
    }

    /// <summary>The recorded library of the system that offers a symbol on a target, or null; libraries inside a framework come after those that programs are linked with.</summary>
    /// <param name="symbol">The name as stored.</param>
    /// <param name="target">Where it would be looked for.</param>
    public static string? HolderOf(string symbol, Target target)
    {
        ArgumentNullException.ThrowIfNull(target);
        DyldRelease release = new(target);
        bool isArm64 = target.Architecture != Architecture.X86_64;
        return SystemLibraries.Known.All
            .Where(library => library.HasSymbols && library.Symbol(symbol, release.Version, isArm64).Presence == Presence.Present)
            .Select(library => library.Name)
            .OrderBy(name => name.Length)
            .ThenBy(name => name, StringComparer.Ordinal)
            .FirstOrDefault();
    }

    /// <summary>True for an image that binds a name of Accelerate's newer interface.</summary>
    /// <param name="image">The image.</param>
    public static bool UsesNewAccelerate(MachOImage image)
    {
        ArgumentNullException.ThrowIfNull(image);
        return image.Needs.Any(need => need.Name.StartsWith(AccelerateFramework, StringComparison.Ordinal)) && image.WantedSymbols.Any(wanted => wanted.Name.Contains("$NEWLAPACK", StringComparison.Ordinal));
    }

    /// <summary>A name of BLAS or LAPACK that an image binds by Accelerate's old interface, or null when it binds none.</summary>
    /// <param name="image">The image.</param>
    public static string? OldAccelerateSymbol(MachOImage image)
    {
        ArgumentNullException.ThrowIfNull(image);
        if (!image.Needs.Any(need => need.Name.StartsWith(AccelerateFramework, StringComparison.Ordinal))) return null;
        foreach (WantedSymbol wanted in image.WantedSymbols)
        {
            if (wanted.Ordinal is not > 0 || wanted.Ordinal > image.Needs.Length || !image.Needs[wanted.Ordinal.Value - 1].Name.StartsWith(AccelerateFramework, StringComparison.Ordinal)) continue;
            bool isLinearAlgebra = wanted.Name.StartsWith("_cblas_", StringComparison.Ordinal) || (wanted.Name.EndsWith('_') && wanted.Name.Length is > 5 and < 12);
            if (isLinearAlgebra && !wanted.Name.Contains('$', StringComparison.Ordinal)) return wanted.Name;
        }

        return null;
    }
}
