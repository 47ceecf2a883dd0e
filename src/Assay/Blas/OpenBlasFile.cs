using System.Text.RegularExpressions;
using Assay.Binaries;
using Assay.Primitives;

namespace Assay.Blas;

/// <summary>
/// What a file of OpenBLAS says of itself. Its configuration is put together as the program runs, so the file holds its beginning only: the version and the
/// flags, which compilers sometimes cut short by turning the rest into instructions.
/// </summary>
internal static partial class OpenBlasFile
{
    private const string Table = "gotoblas_";

    // Functions and data that share the prefix of the kernels' tables.
    private static readonly HashSet<string> NoKernels = ["init", "quit", "corename", "dynamic_init", "dynamic_quit", "pthread", "affinity", "memory", "set_affinity"];

    public static BlasLibrary Describe(BlasLibrary library, BinaryImage image)
    {
        FileText texts = new(image);
        string? config = texts.Find("OpenBLAS "u8, isNumbered: true);
        string[] kernels = [.. image.Offers.All.Select(symbol => symbol.Name.TrimStart('_')).Where(IsKernel).Select(name => name[Table.Length..]).Order(StringComparer.Ordinal)];
        string decoration = Decoration(image);
        return library with
        {
            Version = config is not null && Version().Match(config) is { Success: true } match ? match.Groups[1].Value : InName().Match(PosixPath.Name(library.Path)) is { Success: true } name ? name.Groups[1].Value : null,
            Width = decoration.Contains("64", StringComparison.Ordinal) || config?.Contains("USE64BITINT", StringComparison.Ordinal) == true ? IntegerWidth.Ilp64
                : config is not null || decoration == "scipy_" ? IntegerWidth.Lp64
                : BlasFingerprint.WidthInName(library.Path, image),
            Threading = BlasFingerprint.NeedsOpenMp(image) || config?.Contains("USE_OPENMP", StringComparison.Ordinal) == true ? ThreadingLayer.OpenMp
                : image.Format == BinaryFormat.Pe ? BlasFingerprint.Wants(image, "CreateThread") ? ThreadingLayer.WindowsThreads : ThreadingLayer.Unknown
                : BlasFingerprint.Offers(image, Table + "pthread") || texts.Has("blas_thread_init"u8) ? ThreadingLayer.Pthreads
                : config is not null ? ThreadingLayer.Sequential
                : ThreadingLayer.Unknown,
            Kernels = new KernelChoice(kernels.Length > 1 || config?.Contains("DYNAMIC_ARCH", StringComparison.Ordinal) == true || BlasFingerprint.Offers(image, Table + "dynamic_init") ? true : config is null ? null : false, [.. kernels]),
            Marks = config is null ? library.Marks : [.. library.Marks, config.Trim()],
        };
    }

    private static bool IsKernel(string name) => name.StartsWith(Table, StringComparison.Ordinal) && !NoKernels.Contains(name[Table.Length..]) && name.AsSpan(Table.Length).IndexOfAnyInRange('a', 'z') < 0 && name.Length > Table.Length;

    private static string Decoration(BinaryImage image)
    {
        foreach (string prefix in (string[])["scipy_", ""])
            foreach (string suffix in (string[])["64_", "_64", "_64_", ""])
                if (BlasFingerprint.Offers(image, $"{prefix}openblas_get_config{suffix}")) return prefix + suffix;
        return "";
    }

    // 0.3.31.188.0, 0.3.23.dev
    [GeneratedRegex(@"^OpenBLAS (\d+\.\d+(\.\d+)*(\.dev)?)", RegexOptions.CultureInvariant)]
    private static partial Regex Version();

    // libopenblasp-r0.3.21.so, libopenblas64_p-r0-0cf96a72.3.23.dev.so keeps only the end of it.
    [GeneratedRegex(@"^libopenblas\w*-r(\d+\.\d+\.\d+)\.", RegexOptions.CultureInvariant)]
    private static partial Regex InName();
}
