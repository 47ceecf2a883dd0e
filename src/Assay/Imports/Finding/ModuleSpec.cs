using System.Collections.Immutable;

namespace Assay.Imports.Finding;

/// <summary>Where a module was found, as importlib's <c>ModuleSpec</c> says it.</summary>
/// <param name="Name">The dotted name.</param>
/// <param name="Kind">What it is made of.</param>
/// <param name="File">The file, absolute; null for built-in and namespace modules.</param>
internal sealed record ModuleSpec(string Name, ModuleKind Kind, string? File)
{
    /// <summary>The directories that submodules are looked for in; default for a module that is no package.</summary>
    public ImmutableArray<string> Locations { get; init; }

    /// <summary>True for a package of any kind.</summary>
    public bool IsPackage => !Locations.IsDefault;

    /// <summary>True when the byte code of it is in the interpreter itself; <see cref="File"/> is where its source stands.</summary>
    public bool IsFrozen { get; init; }

    /// <summary>True for a file inside a zip archive on the path.</summary>
    public bool IsZipped { get; init; }

    /// <summary>What <c>__package__</c> is: the module itself for a package, else its parent.</summary>
    public string Parent => IsPackage ? Name : Name.LastIndexOf('.') is >= 0 and int cut ? Name[..cut] : "";
}
