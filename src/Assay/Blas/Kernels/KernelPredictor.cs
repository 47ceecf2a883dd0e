using Assay.Targets;

namespace Assay.Blas.Kernels;

/// <summary>Predicts which of its kernels a library chooses on a target.</summary>
public static class KernelPredictor
{
    /// <summary>Predicts.</summary>
    /// <param name="library">The library.</param>
    /// <param name="target">Where it runs.</param>
    /// <param name="coreType">What the variable OPENBLAS_CORETYPE is set to; null when it is not set.</param>
    /// <returns>Null for a library that has one set of kernels, was built for one processor, or of which that is not known.</returns>
    public static KernelPrediction? Of(BlasLibrary library, Target target, string? coreType = null)
    {
        ArgumentNullException.ThrowIfNull(library);
        ArgumentNullException.ThrowIfNull(target);
        if (library.Kernels.IsAtRunTime != true) return null;
        return library.Implementation switch
        {
            BlasImplementation.OpenBlas => OpenBlasKernels.Of(library, target, coreType),
            BlasImplementation.Blis => BlisKernels.Of(library, target),
            _ => KernelPrediction.NotKnown("how it chooses is not published"),
        };
    }
}
