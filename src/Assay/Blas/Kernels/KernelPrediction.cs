namespace Assay.Blas.Kernels;

/// <summary>Which of its kernels a library chooses as it starts.</summary>
/// <param name="Name">The kernel as the library itself says it (<c>openblas_get_corename</c>, <c>bli_arch_string</c>); null when that cannot be known.</param>
/// <param name="Unknown">Why it cannot be known, lower case, no full stop; null when it is.</param>
public sealed record KernelPrediction(string? Name, string? Unknown)
{
    /// <summary>What is poor about the choice, lower case, no full stop: what the kernel is written for, and what the processor is; null for a good one.</summary>
    public string? Shortfall { get; init; }

    /// <summary>A kernel of this library that suits the processor better, as OPENBLAS_CORETYPE names it; null when there is none, and where the choice is good.</summary>
    public string? Better { get; init; }

    /// <summary>True when this very release would choose well had it been built with all its kernels.</summary>
    public bool IsBuiltWithout { get; init; }

    /// <summary>True when a newer release would choose well on this processor.</summary>
    public bool IsCuredLater { get; init; }

    /// <summary>A kernel that is known.</summary>
    /// <param name="name">Its name.</param>
    public static KernelPrediction Of(string name) => new(name, null);

    /// <summary>One that is not.</summary>
    /// <param name="reason">Why not.</param>
    public static KernelPrediction NotKnown(string reason) => new(null, reason);
}
