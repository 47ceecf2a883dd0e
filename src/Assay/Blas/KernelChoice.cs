using System.Collections.Immutable;

namespace Assay.Blas;

/// <summary>How a library comes by the code for the processor it runs on.</summary>
/// <param name="IsAtRunTime">True when it looks at the processor as it starts; false when it was built for one; null when nothing tells.</param>
/// <param name="Kernels">The kernels it has, in its own names; empty when nothing tells.</param>
public sealed record KernelChoice(bool? IsAtRunTime, ImmutableArray<string> Kernels)
{
    /// <summary>Nothing is known.</summary>
    public static KernelChoice NotKnown { get; } = new(null, []);
}
