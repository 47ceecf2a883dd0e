using System.Collections.Immutable;

namespace Assay.Blas;

/// <summary>Several OpenMP runtimes in one process.</summary>
/// <param name="Kind">What becomes of it.</param>
/// <param name="Runtimes">Those concerned, in load order.</param>
public sealed record OpenMpClash(OpenMpClashKind Kind, ImmutableArray<OpenMpRuntime> Runtimes);
