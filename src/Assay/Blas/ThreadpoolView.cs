using System.Collections.Immutable;
using Assay.Loading;
using Assay.Primitives;

namespace Assay.Blas;

/// <summary>One library that threadpoolctl lists.</summary>
/// <param name="Api">What it takes it for: <c>openblas</c>, <c>blis</c>, <c>mkl</c>, <c>flexiblas</c>.</param>
/// <param name="Library">What the file really is.</param>
public sealed record ThreadpoolEntry(string Api, BlasLibrary Library);

/// <summary>
/// What threadpoolctl (joblib/threadpoolctl, 3.5 and later) would list of a process: mapped files whose name begins as it expects and that have the function it asks for. It does
/// not know who answers which routine, and has no controller for Accelerate, ATLAS and netlib's libraries.
/// </summary>
public static class ThreadpoolView
{
    private static readonly (string Api, string[] Prefixes, string[] Functions)[] Controllers =
    [
        ("openblas", ["libopenblas", "libscipy_openblas", "libblas"], BlasFingerprint.OpenBlasExports("openblas_get_num_threads")),
        ("blis", ["libblis", "libblas"], ["bli_thread_get_num_threads"]),
        ("mkl", ["libmkl_rt", "mkl_rt", "libblas"], ["MKL_Get_Max_Threads"]),
        ("flexiblas", ["libflexiblas"], ["flexiblas_get_num_threads"]),
    ];

    /// <summary>The entries in the order of loading.</summary>
    /// <param name="images">The images of the process.</param>
    /// <param name="machine">The machine their files are on.</param>
    public static ImmutableArray<ThreadpoolEntry> Of(IEnumerable<LoadedImage> images, IMachine machine)
    {
        ArgumentNullException.ThrowIfNull(images);
        ArgumentNullException.ThrowIfNull(machine);
        List<ThreadpoolEntry> entries = [];
        foreach (LoadedImage image in images)
        {
            if (image.Image is not { } file) continue;
            string path = machine.RealPath(image.Path) ?? image.Path;
            string name = PosixPath.Name(path).ToLowerInvariant();
            foreach ((string api, string[] prefixes, string[] functions) in Controllers)
            {
                string? prefix = prefixes.FirstOrDefault(candidate => name.StartsWith(candidate, StringComparison.Ordinal));

                // conda-forge on Windows: the metapackage's DLL is the library itself under another name.
                if (prefix is null || (prefix == "libblas" && !name.EndsWith(".dll", StringComparison.Ordinal)) || !functions.Any(function => BlasFingerprint.Offers(file, function))) continue;
                entries.Add(new ThreadpoolEntry(api, BlasFingerprint.Read(path, file)));
                break;
            }
        }

        return [.. entries];
    }
}
