using Assay.Binaries;

namespace Assay.Blas;

/// <summary>What a file of BLIS says of itself. AMD's fork has the same functions; only the text of its version tells it.</summary>
internal static class BlisFile
{
    // Every build calls pthread_create, the serial one from code that never runs; Debian's folders say which it is.
    private static ThreadingLayer Threads(string path, BinaryImage image) =>
        path.Contains("/blis-pthread/", StringComparison.Ordinal) ? ThreadingLayer.Pthreads
        : path.Contains("/blis-serial/", StringComparison.Ordinal) || !BlasFingerprint.Wants(image, "pthread_create") ? ThreadingLayer.Sequential
        : ThreadingLayer.Unknown;

    public static BlasLibrary Describe(BlasLibrary library, BinaryImage image)
    {
        ReadOnlySpan<byte> texts = image.ReadOnlyData().Span;
        string? amd = FileText.Find(texts, "AOCL-BLIS "u8) ?? FileText.Find(texts, "AOCL-BLAS "u8);
        return library with
        {
            Implementation = amd is null ? BlasImplementation.Blis : BlasImplementation.AoclBlis,
            Version = amd is null ? FileText.LoneVersion(texts) : amd.Split(' ') is [_, var version, ..] ? version.TrimEnd(',') : null,
            Width = BlasFingerprint.WidthInName(library.Path, image),
            Threading = BlasFingerprint.NeedsOpenMp(image) ? ThreadingLayer.OpenMp : Threads(library.Path, image),
            Kernels = new KernelChoice(FileText.Has(texts, "libblis: selecting sub-configuration"u8) ? true : null, []),
        };
    }
}
