using System.Text.RegularExpressions;
using Assay.Binaries;
using Assay.Primitives;

namespace Assay.Blas;

/// <summary>What a file of MKL says of itself: the single library chooses width and threads when it starts, the layered ones have both in their names.</summary>
internal static partial class MklFile
{
    public static BlasLibrary Describe(BlasLibrary library, BinaryImage image)
    {
        string name = PosixPath.Name(library.Path);
        string? text = new FileText(image).Find("Math Kernel Library Version "u8);
        return library with
        {
            Version = text is not null && VersionText().Match(text) is { Success: true } match ? match.Groups[1].Value : null,
            Width = name.Contains("ilp64", StringComparison.Ordinal) ? IntegerWidth.Ilp64 : name.Contains("lp64", StringComparison.Ordinal) ? IntegerWidth.Lp64 : IntegerWidth.Chosen,
            Threading = name.Contains("sequential", StringComparison.Ordinal) ? ThreadingLayer.Sequential
                : name.Contains("tbb_thread", StringComparison.Ordinal) ? ThreadingLayer.Tbb
                : name.Contains("_thread", StringComparison.Ordinal) ? ThreadingLayer.OpenMp
                : ThreadingLayer.Chosen,
            Kernels = new KernelChoice(true, []),
        };
    }

    [GeneratedRegex(@"Version (\d[\w.]*)", RegexOptions.CultureInvariant)]
    private static partial Regex VersionText();
}
