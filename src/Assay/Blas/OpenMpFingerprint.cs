using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using Assay.Binaries;
using Assay.Primitives;

namespace Assay.Blas;

/// <summary>
/// Recognises OpenMP runtimes: by the functions that compilers call in them, since builders of wheels rename the files; by name where no file is at hand.
/// The one place that knows their names.
/// </summary>
public static partial class OpenMpFingerprint
{
    // What compiled code calls: clang and icx, gcc since 4.9 and before, cl. LLVM's runtime offers gcc's functions as well, so its own come first.
    private const string LlvmEntry = "__kmpc_fork_call";
    private const string GnuEntry = "GOMP_parallel";
    private const string OldGnuEntry = "GOMP_parallel_start";
    private const string MicrosoftEntry = "_vcomp_fork";

    // Every import of an examination has a process of its own, and the same files in most of them.
    private static readonly ConditionalWeakTable<BinaryImage, Reading> Known = [];

    /// <summary>Whose runtime a file is; null when it is none.</summary>
    /// <param name="path">The file or, of one that is not at hand, the name it is asked for by.</param>
    /// <param name="image">What the file says, or null when it is not at hand.</param>
    public static OpenMpFamily? FamilyOf(string path, BinaryImage? image)
    {
        ArgumentNullException.ThrowIfNull(path);
        return image is null ? FamilyOfName(path) : Known.GetValue(image, read => new Reading(FamilyOfFile(path, read), FirstCall(read))).Family;
    }

    /// <summary>A symbol by which a file calls into an OpenMP runtime; null when it calls none.</summary>
    /// <param name="path">The file.</param>
    /// <param name="image">What it says.</param>
    internal static WantedSymbol? CallOf(string path, BinaryImage image) => Known.GetValue(image, read => new Reading(FamilyOfFile(path, read), FirstCall(read))).Call;

    private static OpenMpFamily? FamilyOfFile(string path, BinaryImage image)
    {
        if (BlasFingerprint.Offers(image, LlvmEntry)) return IsOfIntel(path, image) ? OpenMpFamily.Intel : OpenMpFamily.Llvm;
        if (BlasFingerprint.Offers(image, GnuEntry) || BlasFingerprint.Offers(image, OldGnuEntry)) return OpenMpFamily.Gnu;
        if (BlasFingerprint.Offers(image, MicrosoftEntry)) return OpenMpFamily.Microsoft;
        return BlasFingerprint.Offers(image, "omp_get_max_threads") && BlasFingerprint.Offers(image, "omp_set_num_threads") ? OpenMpFamily.Unknown : FamilyOfName(path);
    }

    /// <summary>Whose runtime has a name like this; null for other names.</summary>
    /// <param name="path">A path or name: <c>libgomp-e985bcbb.so.1.0.0</c>, <c>@rpath/libomp.dylib</c>, <c>vcomp140.dll</c>.</param>
    public static OpenMpFamily? FamilyOfName(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        Match match = RuntimeName().Match(PosixPath.Name(path));
        if (!match.Success) return null;
        return match.Groups[1].Value.ToLowerInvariant() switch
        {
            "libgomp" => OpenMpFamily.Gnu,
            "libiomp5" or "libiomp5md" => OpenMpFamily.Intel,
            "vcomp" => OpenMpFamily.Microsoft,
            _ => OpenMpFamily.Llvm,
        };
    }

    /// <summary>True for the runtimes of LLVM and Intel, of which a process bears one.</summary>
    /// <param name="family">The family, or null.</param>
    public static bool SharesRegistration(OpenMpFamily? family) => family is OpenMpFamily.Llvm or OpenMpFamily.Intel;

    private static WantedSymbol? FirstCall(BinaryImage image) => image.WantedSymbols.FirstOrDefault(wanted => IsCall(wanted.Name, image.Format));

    private static bool IsCall(string symbol, BinaryFormat format)
    {
        ReadOnlySpan<char> name = format == BinaryFormat.MachO && symbol is ['_', ..] ? symbol.AsSpan(1) : symbol;
        return name.StartsWith("GOMP_") || name.StartsWith("__kmpc_") || name.StartsWith("omp_") || name.StartsWith("_vcomp_");
    }

    // Its texts begin "Intel(R) OMP", those of LLVM "LLVM OMP"; old releases of LLVM's had kept Intel's words in error messages, so the whole beginning counts.
    private static bool IsOfIntel(string path, BinaryImage image) =>
        FamilyOfName(path) == OpenMpFamily.Intel || new FileText(image).Has("Intel(R) OMP version"u8);

    private sealed record Reading(OpenMpFamily? Family, WantedSymbol? Call);

    // libgomp.so.1, libgomp-1.dll, libomp-14.so.5, libomp.dylib, libomp140.x86_64.dll, libnvomp.so, libiomp5md.dll, vcomp140-<hash>.dll
    [GeneratedRegex(@"^(libgomp|libiomp5(?:md)?|libomp|libnvomp|vcomp)(?:\d+)?(?:[-.]|$)", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex RuntimeName();
}
