using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using Assay.Binaries;
using Assay.Primitives;

namespace Assay.Blas;

/// <summary>
/// Recognises a library: by the functions that only one implementation exports, then by texts among its constants, last by its name. What has none of the marks and still
/// answers routines is netlib's when it has netlib's error text or its CBLAS helpers.
/// </summary>
public static partial class BlasFingerprint
{
    private static readonly ConditionalWeakTable<BinaryImage, BlasLibrary> Known = [];

    // One function that each implementation has and no other. The two wrappers come first: they offer everything that others offer.
    private static readonly (BlasImplementation Implementation, string[] Exports)[] Marks =
    [
        (BlasImplementation.FlexiBlas, ["flexiblas_get_version", "flexiblas_current_backend"]),
        (BlasImplementation.LibBlasTrampoline, ["lbt_forward", "lbt_get_config"]),
        (BlasImplementation.OpenBlas, [.. OpenBlasExports("openblas_get_config"), "gotoblas_init", "goto_set_num_threads"]),
        (BlasImplementation.Mkl, ["mkl_get_version_string", "MKL_Get_Version_String", "MKL_GET_VERSION_STRING", "mkl_serv_get_version_string", "MKL_Set_Threading_Layer"]),
        (BlasImplementation.Atlas, ["ATL_buildinfo", "ATL_dgemm"]),
        (BlasImplementation.ArmPl, ["armplversion", "armplinfo", "armplversion_"]),
        (BlasImplementation.Nvpl, ["nvpl_blas_get_version", "nvpl_lapack_get_version"]),
        (BlasImplementation.Blis, ["bli_info_get_version_str"]),
    ];

    /// <summary>What a library is, told by its own file. Remembered for each image.</summary>
    /// <param name="path">The file with all links followed.</param>
    /// <param name="image">What it says.</param>
    public static BlasLibrary Read(string path, BinaryImage image)
    {
        ArgumentNullException.ThrowIfNull(path);
        ArgumentNullException.ThrowIfNull(image);
        return Known.GetValue(image, read => Recognise(path, read)) with { Path = path };
    }

    /// <summary>True when a system's own library is Accelerate or a part of it.</summary>
    /// <param name="path">An install name.</param>
    public static bool IsAccelerate(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        return path.Contains("/Accelerate.framework/", StringComparison.Ordinal) || path.Contains("/vecLib.framework/", StringComparison.Ordinal);
    }

    /// <summary>Accelerate, which has no file: its version is the system's.</summary>
    /// <param name="path">The install name.</param>
    public static BlasLibrary Accelerate(string path) => new(path, BlasImplementation.Accelerate)
    {
        Threading = ThreadingLayer.Dispatch,
        Kernels = new KernelChoice(true, []),
        Marks = ["a library of macOS"],
    };

    /// <summary>The library that was linked into a file, told by the text in which it states its version; null when none does.</summary>
    /// <param name="path">The file.</param>
    /// <param name="image">What it says.</param>
    public static BlasLibrary? Embedded(string path, BinaryImage image)
    {
        ArgumentNullException.ThrowIfNull(image);
        FileText texts = new(image);
        if (texts.Has("Math Kernel Library Version "u8)) return MklFile.Describe(new BlasLibrary(path, BlasImplementation.Mkl) { Marks = ["Math Kernel Library Version"] }, image);
        return texts.Find("OpenBLAS "u8, isNumbered: true) is { } config ? OpenBlasFile.Describe(new BlasLibrary(path, BlasImplementation.OpenBlas) { Marks = [config.Trim()] }, image) : null;
    }

    /// <summary>True for a name under which any implementation may be found, so that it says nothing of who wrote it: <c>libblas.so.3</c>.</summary>
    /// <param name="name">The name that is asked for.</param>
    public static bool IsGenericName(string name) => GenericName().IsMatch(PosixPath.Name(name));

    internal static string[] OpenBlasExports(string function) =>
        [.. from prefix in (string[])["", "scipy_"] from suffix in (string[])["", "64_", "_64", "_64_"] select prefix + function + suffix];

    internal static bool Offers(BinaryImage image, string function) => image.Offers.Find(image.Format == BinaryFormat.MachO ? "_" + function : function).Count > 0;

    private static BlasLibrary Recognise(string path, BinaryImage image)
    {
        foreach ((BlasImplementation implementation, string[] exports) in Marks)
            if (exports.FirstOrDefault(export => Offers(image, export)) is { } mark) return Describe(new BlasLibrary(path, implementation) { Marks = [mark] }, image);

        FileText texts = new(image);
        if (texts.Has("libblis: selecting sub-configuration"u8)) return Describe(new BlasLibrary(path, BlasImplementation.Blis) { Marks = ["libblis: selecting sub-configuration"] }, image);
        if (texts.Find("OpenBLAS "u8, isNumbered: true) is { } config) return Describe(new BlasLibrary(path, BlasImplementation.OpenBlas) { Marks = [config.Trim()] }, image);
        if (PosixPath.Name(path) is var name && (name.StartsWith("libmkl_", StringComparison.Ordinal) || name.StartsWith("mkl_", StringComparison.Ordinal))) return Describe(new BlasLibrary(path, BlasImplementation.Mkl) { Marks = [name] }, image);

        // gfortran builds of BLAS and LAPACK write their complaints by this very text; the CBLAS of netlib has two globals that nobody else has.
        string? own = Offers(image, "CBLAS_CallFromC") ? "CBLAS_CallFromC" : texts.Has(" ** On entry to "u8) ? " ** On entry to " : null;
        bool callsReference = own is null && image.WantedSymbols.Any(wanted => wanted.Name is "xerbla_" or "_xerbla_") && !image.Needs.Any(need => !IsGenericName(need.Name) && IsImplementationName(need.Name));
        return own is not null || callsReference
            ? Describe(new BlasLibrary(path, BlasImplementation.Netlib) { Marks = [own ?? "xerbla_"] }, image)
            : new BlasLibrary(path, BlasImplementation.Unknown);
    }

    private static BlasLibrary Describe(BlasLibrary library, BinaryImage image) => library.Implementation switch
    {
        BlasImplementation.OpenBlas => OpenBlasFile.Describe(library, image),
        BlasImplementation.Mkl => MklFile.Describe(library, image),
        BlasImplementation.Blis => BlisFile.Describe(library, image),
        BlasImplementation.Atlas => library with
        {
            Version = VersionInName(library.Path),
            Width = IntegerWidth.Lp64,
            Threading = Wants(image, "pthread_create") ? ThreadingLayer.Pthreads : ThreadingLayer.Sequential,
            Kernels = new KernelChoice(false, []),
        },
        BlasImplementation.Netlib => library with
        {
            Version = VersionInName(library.Path),
            Width = WidthInName(library.Path, image),
            Threading = ThreadingLayer.Sequential,
            Kernels = new KernelChoice(false, []),
        },
        BlasImplementation.ArmPl or BlasImplementation.Nvpl => library with
        {
            Width = PosixPath.Name(library.Path) is var name && (name.Contains("ilp64", StringComparison.Ordinal) || name.Contains("int64", StringComparison.Ordinal)) ? IntegerWidth.Ilp64 : name.Contains("lp64", StringComparison.Ordinal) ? IntegerWidth.Lp64 : IntegerWidth.Unknown,
            Threading = name.Contains("_mp", StringComparison.Ordinal) || name.Contains("_gomp", StringComparison.Ordinal) ? ThreadingLayer.OpenMp : name.Contains("_seq", StringComparison.Ordinal) || library.Implementation == BlasImplementation.ArmPl ? ThreadingLayer.Sequential : ThreadingLayer.Unknown,
            Kernels = new KernelChoice(true, []),
        },
        _ => library with { Width = library.Implementation == BlasImplementation.LibBlasTrampoline ? IntegerWidth.Chosen : WidthInName(library.Path, image), Threading = ThreadingLayer.Chosen },
    };

    internal static bool Wants(BinaryImage image, string function) => image.WantedSymbols.Any(wanted => wanted.Name == function || (image.Format == BinaryFormat.MachO && wanted.Name == "_" + function));

    /// <summary>True when it needs one of the OpenMP runtimes.</summary>
    internal static bool NeedsOpenMp(BinaryImage image) => image.Needs.Any(need => OpenMpFingerprint.FamilyOfName(need.Name) is not null);

    // libblas.so.3.11.0, libatlas.so.3.10.3, libblas.3.9.0.dylib
    internal static string? VersionInName(string path) => NumberedName().Match(PosixPath.Name(path)) is { Success: true } match ? match.Groups[1].Value : null;

    // Distributions that build both widths give the wide one a name with 64 in it.
    internal static IntegerWidth WidthInName(string path, BinaryImage image) =>
        ArchitectureWord().Replace(PosixPath.Name(image.Name ?? path), "").Contains("64", StringComparison.Ordinal) ? IntegerWidth.Ilp64 : IntegerWidth.Lp64;

    /// <summary>True for a name that an implementation has for itself: <c>libopenblas.so.0</c>.</summary>
    internal static bool IsImplementationName(string name) => ImplementationName().IsMatch(PosixPath.Name(name));

    [GeneratedRegex(@"^lib(c?blas|lapacke?)(64)?\.(so|dylib|dll)?[.\d]*|^lib(c?blas|lapacke?)\.\d[.\d]*dylib$", RegexOptions.CultureInvariant)]
    private static partial Regex GenericName();

    [GeneratedRegex(@"openblas|^(lib)?mkl_|blis|atlas|flexiblas|blastrampoline|armpl|nvpl|vecLib|Accelerate", RegexOptions.CultureInvariant)]
    private static partial Regex ImplementationName();

    // libopenblas_x86_64.so speaks of the processor.
    [GeneratedRegex(@"x86[_-]64|amd64|aarch64|arm64|win64|x64", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex ArchitectureWord();

    [GeneratedRegex(@"\.(\d+\.\d+\.\d+)(\.dylib)?$", RegexOptions.CultureInvariant)]
    private static partial Regex NumberedName();
}
