using System.Collections.Immutable;

namespace Assay.Blas;

/// <summary>A library that does not outlive a fork.</summary>
/// <param name="Kind">What happens.</param>
/// <param name="Path">The library, with all links followed; for Accelerate its install name.</param>
/// <param name="Users">The files that call it, in load order.</param>
public sealed record ForkHazard(ForkHazardKind Kind, string Path, ImmutableArray<string> Users);
