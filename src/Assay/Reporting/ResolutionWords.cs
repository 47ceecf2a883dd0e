using System.Collections.Immutable;
using System.Globalization;
using Assay.Packaging.Building;
using Assay.Packaging.Choosing;
using Assay.Primitives;
using Assay.Targets;

namespace Assay.Reporting;

/// <summary>The words of <c>assay resolve</c>.</summary>
internal static class ResolutionWords
{
    public static string Of(Installer installer) => installer == Installer.Pip ? "pip" : "uv";

    public static string Of(BuildNeed need) => need switch
    {
        BuildNeed.CCompiler => "a C compiler",
        BuildNeed.CppCompiler => "a C++ compiler",
        BuildNeed.FortranCompiler => "a Fortran compiler (gfortran)",
        BuildNeed.Rust => "Rust (cargo)",
        BuildNeed.PythonHeaders => "the headers of Python",
        BuildNeed.Blas => "BLAS and LAPACK with headers",
        BuildNeed.CMake => "CMake",
        BuildNeed.PkgConfig => "pkg-config",
        BuildNeed.LibFfi => "the headers of libffi",
        BuildNeed.OpenSsl => "the headers of OpenSSL",
        BuildNeed.ImageLibraries => "the headers of zlib and libjpeg",
        BuildNeed.XmlLibraries => "the headers of libxml2 and libxslt",
        BuildNeed.Hdf5 => "the headers of HDF5",
        BuildNeed.PostgreSql => "PostgreSQL's client library (pg_config)",
        BuildNeed.Llvm => "LLVM (llvm-config)",
        _ => "Apache Arrow's C++ libraries",
    };

    /// <summary>The name of a kind in JSON: <c>requires-python</c>.</summary>
    public static string Kebab<T>(T value)
        where T : struct, Enum
    {
        string name = value.ToString();
        return string.Concat(name.Select((letter, at) => at > 0 && char.IsAsciiLetterUpper(letter) ? $"-{char.ToLowerInvariant(letter)}" : char.ToLowerInvariant(letter).ToString()));
    }

    public static string System(Target target) => target.Os == OperatingSystemKind.MacOs ? "macOS" : target.Libc == LibcKind.Musl ? "musl" : "glibc";

    public static string Version(PackedVersion version) => version is { Minor: 0, Patch: 0 } ? version.Major.ToString(CultureInfo.InvariantCulture) : version.ToString();

    /// <summary>Versions of Python as people write them: <c>3.9 to 3.12</c> where they follow each other.</summary>
    public static string Pythons(ImmutableArray<PythonBuild> pythons)
    {
        List<string> parts = [];
        for (int i = 0; i < pythons.Length;)
        {
            int end = i;
            while (end + 1 < pythons.Length && pythons[end + 1].Minor == pythons[end].Minor + 1) end++;
            parts.AddRange(end - i >= 2 ? [$"{pythons[i]} to {pythons[end]}"] : pythons[i..(end + 1)].Select(python => python.ToString()));
            i = end + 1;
        }

        return parts.Count < 2 ? string.Concat(parts) : $"{string.Join(", ", parts.SkipLast(1))} or {parts[^1]}";
    }
}
