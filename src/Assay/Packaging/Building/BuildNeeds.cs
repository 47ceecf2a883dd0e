using System.Collections.Immutable;

namespace Assay.Packaging.Building;

/// <summary>What building a source distribution takes.</summary>
/// <param name="Machine">What the machine must have, in the order of <see cref="BuildNeed"/>.</param>
/// <param name="Fetched">The build requirements that an installer fetches by itself, as they are written in <c>pyproject.toml</c>; empty when it was not read.</param>
/// <param name="Origin">Where this was read.</param>
/// <param name="Source">The page that says so, or null when the archive itself does.</param>
public sealed record BuildNeeds(ImmutableArray<BuildNeed> Machine, ImmutableArray<string> Fetched, BuildNeedOrigin Origin, string? Source = null);
