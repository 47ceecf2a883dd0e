using System.Collections.Immutable;

namespace Assay.Imports;

/// <summary>The facts behind a <c>ModuleNotFoundError</c>, for the rules.</summary>
/// <param name="Name">The dotted name that was not found.</param>
/// <param name="Importer">The module whose statement asked for it, or null when it was asked for directly.</param>
/// <param name="SearchedPaths">The directories that were searched, in order.</param>
/// <param name="NearMisses">Files that carry the name but that this interpreter does not look at: an extension with a foreign suffix, a
/// dangling link, a directory of another spelling. Absolute.</param>
public sealed record MissingModule(string Name, string? Importer, ImmutableArray<string> SearchedPaths, ImmutableArray<string> NearMisses);
