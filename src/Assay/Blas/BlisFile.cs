using Assay.Binaries;
using Assay.Blas.Kernels;

namespace Assay.Blas;

/// <summary>What a file of BLIS says of itself. AMD's fork has the same functions; only the text of its version tells it.</summary>
internal static class BlisFile
{
    // Every build calls pthread_create, the serial one from code that never runs; Debian's folders say which it is.
    private static ThreadingLayer Threads(string path, BinaryImage image) =>
        path.Contains("/blis-pthread/", StringComparison.Ordinal) ? ThreadingLayer.Pthreads
        : path.Contains("/blis-serial/", StringComparison.Ordinal) || !BlasFingerprint.Wants(image, "pthread_create") ? ThreadingLayer.Sequential
        : ThreadingLayer.Unknown;

    // What it was built with is in no file: the folder tells whose build it is. A build for one processor writes the same text.
    private static KernelChoice Choice(string path, FileText texts) => BlisKernels.BuiltWith(path) switch
    {
        [_] only => new KernelChoice(false, only),
        { IsEmpty: false } several => new KernelChoice(true, several),
        _ => new KernelChoice(texts.Has("libblis: selecting sub-configuration"u8) ? true : null, []),
    };

    public static BlasLibrary Describe(BlasLibrary library, BinaryImage image)
    {
        FileText texts = new(image);
        string? amd = texts.Find("AOCL-BLIS "u8) ?? texts.Find("AOCL-BLAS "u8);
        return library with
        {
            Implementation = amd is null ? BlasImplementation.Blis : BlasImplementation.AoclBlis,
            Version = amd is null ? texts.LoneVersion() : amd.Split(' ') is [_, var version, ..] ? version.TrimEnd(',') : null,
            Width = BlasFingerprint.WidthInName(library.Path, image),
            Threading = BlasFingerprint.NeedsOpenMp(image) ? ThreadingLayer.OpenMp : Threads(library.Path, image),
            Kernels = Choice(library.Path, texts),
        };
    }
}
