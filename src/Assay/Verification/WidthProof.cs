using Assay.Blas;

namespace Assay.Verification;

/// <summary>What a probe showed about the integers of one interface.</summary>
/// <param name="Interface">Which interface: BLAS, CBLAS or LAPACK.</param>
/// <param name="Claimed">What the request said.</param>
/// <param name="Proved">What the probe showed; <see cref="IntegerWidth.Unknown"/> when there was nothing to probe.</param>
/// <param name="By">The routine that was asked, as it is spelled in the library; empty when there was none.</param>
public sealed record WidthProof(string Interface, IntegerWidth Claimed, IntegerWidth Proved, string By)
{
    /// <summary>True when the library is not what it was said to be.</summary>
    public bool IsLie => Claimed != IntegerWidth.Unknown && Proved != IntegerWidth.Unknown && Claimed != Proved;
}
