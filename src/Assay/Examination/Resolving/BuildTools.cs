using System.Collections.Concurrent;
using Assay.Fixes;
using Assay.Packaging.Building;
using Assay.Packaging.Choosing;
using Assay.Primitives;
using Assay.Targets;

namespace Assay.Examination.Resolving;

/// <summary>Which of the tools and libraries that builds ask for this machine has: programs on PATH, headers where compilers look by themselves. Nothing is started.</summary>
/// <param name="machine">This machine.</param>
internal sealed class BuildTools(IMachine machine)
{
    private static readonly string[] IncludeFolders = ["/usr/include", "/usr/local/include", "/opt/homebrew/include", "/opt/local/include"];

    private readonly ConcurrentDictionary<(BuildNeed, int, int), bool> known = [];
    private readonly ConcurrentDictionary<string, BuildNeeds?> archives = new(StringComparer.Ordinal);
    private readonly Lazy<string[]> path = new(() => [.. (machine.EnvironmentVariable("PATH") ?? "").Split(machine.EnvironmentVariable("OS") == "Windows_NT" ? ';' : ':', StringSplitOptions.RemoveEmptyEntries).Select(folder => folder.Replace('\\', '/'))]);

    /// <summary>True when the machine has it.</summary>
    /// <param name="need">What is needed.</param>
    /// <param name="python">The Python that is built for.</param>
    public bool Has(BuildNeed need, PythonBuild python) => known.GetOrAdd((need, python.Major, python.Minor), _ => Look(need, python));

    /// <summary>What the archive of a source distribution says it needs; null when it lies on a server, cannot be read or does not say.</summary>
    /// <param name="file">The file, as its source has it.</param>
    public BuildNeeds? NeedsOf(IndexFile file) => file.Url is { } path && path.StartsWith('/') && path.EndsWith(".tar.gz", StringComparison.Ordinal) ? archives.GetOrAdd(path, ReadArchive) : null;

    /// <summary>Whose package manager this machine has.</summary>
    /// <param name="target">This machine.</param>
    public SystemFamily System(Target target) => target.Os == OperatingSystemKind.MacOs ? SystemFamily.Homebrew : SystemFamilies.Read(machine.ReadText("/etc/os-release", 1 << 16));

    private BuildNeeds? ReadArchive(string path)
    {
        using ByteSource? source = machine.Open(path, out _);
        if (source is null) return null;
        using ByteSourceStream stream = new(source, 0, source.Length);
        return SourceArchive.Read(stream);
    }

    private bool Look(BuildNeed need, PythonBuild python) => need switch
    {
        BuildNeed.CCompiler => AnyProgram("cc", "gcc", "clang", "cl.exe") || HasVariable("CC") || HasVisualStudio(),
        BuildNeed.CppCompiler => AnyProgram("c++", "g++", "clang++", "cl.exe") || HasVariable("CXX") || HasVisualStudio(),
        BuildNeed.FortranCompiler => AnyProgram("gfortran", "flang", "flang-new", "ifx", "ifort", "gfortran.exe", "flang.exe") || HasVariable("FC"),
        BuildNeed.Rust => AnyProgram("cargo", "cargo.exe") || (machine.EnvironmentVariable("HOME") is { } home && machine.IsFile(home + "/.cargo/bin/cargo")),
        BuildNeed.CMake => AnyProgram("cmake", "cmake.exe"),
        BuildNeed.PkgConfig => AnyProgram("pkg-config", "pkgconf", "pkg-config.exe"),
        BuildNeed.PostgreSql => AnyProgram("pg_config", "pg_config.exe"),
        BuildNeed.Llvm => AnyProgram("llvm-config", "llvm-config.exe") || HasVariable("LLVM_CONFIG"),
        BuildNeed.PythonHeaders => HasPythonHeaders(python),
        BuildNeed.Blas => HasAccelerate() || AnyHeader("cblas.h", "openblas_config.h", "openblas/cblas.h") || AnyPackage("openblas", "blas", "lapack", "scipy-openblas", "mkl-dynamic-lp64-seq"),
        BuildNeed.LibFfi => AnyHeader("ffi.h") || AnyPackage("libffi"),
        BuildNeed.OpenSsl => AnyHeader("openssl/ssl.h") || AnyPackage("openssl"),
        BuildNeed.ImageLibraries => AnyHeader("zlib.h") && AnyHeader("jpeglib.h"),
        BuildNeed.XmlLibraries => AnyHeader("libxml2/libxml/xmlversion.h") && AnyHeader("libxslt/xslt.h"),
        BuildNeed.Hdf5 => AnyHeader("hdf5.h", "hdf5/serial/hdf5.h") || AnyPackage("hdf5", "hdf5-serial"),
        BuildNeed.Arrow => AnyHeader("arrow/api.h") || AnyPackage("arrow"),
        _ => false,
    };

    private bool AnyProgram(params ReadOnlySpan<string> names)
    {
        foreach (string folder in path.Value)
            foreach (string name in names)
                if (machine.IsFile(PosixPath.Join(folder, name))) return true;
        return false;
    }

    private bool HasVariable(string name) => machine.EnvironmentVariable(name) is { Length: > 0 };

    // Where the C compiler looks without being told, among it the folder of Debian's architecture.
    private bool AnyHeader(params ReadOnlySpan<string> names)
    {
        foreach (string folder in IncludeFolders)
            foreach (string name in names)
                if (machine.IsFile($"{folder}/{name}") || Multiarch("/usr/include").Any(one => machine.IsFile($"{one}/{name}"))) return true;
        return false;
    }

    private bool AnyPackage(params ReadOnlySpan<string> names)
    {
        foreach (string folder in (string[])["/usr/lib/pkgconfig", "/usr/lib64/pkgconfig", "/usr/share/pkgconfig", "/usr/local/lib/pkgconfig", .. Multiarch("/usr/lib").Select(one => one + "/pkgconfig"), .. (machine.EnvironmentVariable("PKG_CONFIG_PATH") ?? "").Split(':', StringSplitOptions.RemoveEmptyEntries)])
            foreach (string name in names)
                if (machine.IsFile($"{folder}/{name}.pc")) return true;
        return false;
    }

    private IEnumerable<string> Multiarch(string folder) => (machine.List(folder) ?? []).Where(entry => entry.Name.Contains("-linux-", StringComparison.Ordinal)).Select(entry => $"{folder}/{entry.Name}");

    private bool HasPythonHeaders(PythonBuild python)
    {
        string name = $"python{python.Major}.{python.Minor}{(python.IsFreeThreaded ? "t" : "")}";
        if (IncludeFolders.Any(folder => machine.IsFile($"{folder}/{name}/Python.h"))) return true;

        // Beside an interpreter of that version: pyenv, conda, python.org, uv.
        foreach (string folder in path.Value.Where(folder => machine.IsFile($"{folder}/{name}")))
        {
            string real = machine.RealPath($"{folder}/{name}") ?? $"{folder}/{name}";
            string prefix = PosixPath.Directory(PosixPath.Directory(real));
            if (machine.IsFile($"{prefix}/include/{name}/Python.h") || machine.IsFile($"{prefix}/Headers/Python.h")) return true;
        }

        return false;
    }

    private bool HasAccelerate() => machine.IsDirectory("/System/Library/Frameworks/Accelerate.framework") && (machine.IsDirectory("/Library/Developer/CommandLineTools") || machine.IsDirectory("/Applications/Xcode.app"));

    private bool HasVisualStudio() => ((string[])["C:/Program Files/Microsoft Visual Studio", "C:/Program Files (x86)/Microsoft Visual Studio"])
        .SelectMany(root => (machine.List(root) ?? []).Select(year => $"{root}/{year.Name}"))
        .SelectMany(year => (machine.List(year) ?? []).Select(edition => $"{year}/{edition.Name}/VC/Tools/MSVC")).Any(machine.IsDirectory);
}
