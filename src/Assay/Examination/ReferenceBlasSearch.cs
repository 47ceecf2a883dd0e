using Assay.Binaries;
using Assay.Loading;
using Assay.Rules;

namespace Assay.Examination;

/// <summary>Finds the unoptimised BLAS of netlib among the libraries of a process.</summary>
internal static class ReferenceBlasSearch
{
    // One function that each optimised implementation has and netlib's has not: OpenBLAS, MKL, BLIS, ATLAS, FlexiBLAS.
    private static readonly string[] Marks = ["openblas_get_config", "MKL_Get_Version_String", "bli_info_get_version_str", "ATL_buildinfo", "flexiblas_get_version"];

    /// <summary>The libraries that serve <c>dgemm</c> and are the reference implementation.</summary>
    /// <param name="images">The images of the process.</param>
    public static IEnumerable<ReferenceBlasUse> In(IEnumerable<LoadedImage> images)
    {
        foreach (LoadedImage loaded in images)
        {
            if (loaded is not { Image: { } image, RequestedBy: { } requester, Soname: { } soname } || !soname.StartsWith("libblas.so", StringComparison.Ordinal)) continue;
            if (Offers(image, "dgemm_") && !Marks.Any(mark => Offers(image, mark))) yield return new ReferenceBlasUse(loaded.Path, soname, requester);
        }
    }

    private static bool Offers(BinaryImage image, string symbol) => image.Offers.Find(symbol).Count > 0;
}
