using System.Collections.Immutable;
using System.IO.Compression;
using System.Text.RegularExpressions;
using Assay.Packaging.Trees;

namespace Assay.Packaging.Building;

/// <summary>What the archive of a source distribution says about its build: the build system of <c>pyproject.toml</c> (PEP 517, 518) and the languages it is told to compile.</summary>
public static partial class SourceArchive
{
    // The largest source distributions of PyPI unpack to some hundred MiB.
    private const long MostUnpacked = 2L << 30;
    private const int MostMembers = 200_000, LongestText = 1 << 20;

    // What compiles nothing, whatever files are there.
    private static readonly string[] PureBackends = ["flit_core", "flit.buildapi", "hatchling", "poetry.core", "poetry_core", "pdm.backend", "pdm.pep517", "uv_build", "whey"];

    /// <summary>Reads a <c>.tar.gz</c>.</summary>
    /// <param name="packed">The archive from its start.</param>
    /// <returns>Null when it cannot be read, or when its build system does not say what it compiles.</returns>
    public static BuildNeeds? Read(Stream packed)
    {
        ArgumentNullException.ThrowIfNull(packed);
        Contents contents = new();
        try
        {
            using GZipStream unpacked = new(packed, CompressionMode.Decompress, leaveOpen: true);
            using BoundedStream bounded = new(unpacked, MostUnpacked);
            TarReader archive = new(bounded);
            for (int members = 0; members < MostMembers && archive.Next() is { } member; members++) contents.Add(member, archive);
            return archive.IsWhole ? contents.Needs() : null;
        }
        catch (Exception error) when (error is InvalidDataException or IOException)
        {
            return null;
        }
    }

    [GeneratedRegex(@"^\s*(?:project|add_languages)\s*\((?<list>[^)]*)\)", RegexOptions.Multiline | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex MesonLanguages();

    [GeneratedRegex(@"'(?<word>c|cpp|cython|fortran|rust)'", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex MesonLanguage();

    [GeneratedRegex(@"^\s*(?:project|enable_language)\s*\((?<list>[^)]*)\)", RegexOptions.Multiline | RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex CMakeLanguages();

    // What was met on the way through the archive.
    private sealed class Contents
    {
        private readonly SortedSet<BuildNeed> meson = [], cmake = [], sources = [];
        private string? pyproject, setup;

        public void Add(TarMember member, TarReader archive)
        {
            // Everything lies in one folder that bears the name and the version.
            string[] parts = member.Name.Split('/');
            string name = parts[^1];
            bool isRoot = parts.Length == 2;
            if (isRoot && name == "pyproject.toml") pyproject = archive.Read(member, LongestText);
            else if (isRoot && name == "setup.py") setup = archive.Read(member, LongestText);
            else if (name == "meson.build") Languages(MesonLanguages(), archive.Read(member, LongestText), meson, Meson);
            else if (isRoot && name == "CMakeLists.txt") Languages(CMakeLanguages(), archive.Read(member, LongestText), cmake, CMake);
            else if (!parts.Any(part => part is "test" or "tests" or "doc" or "docs" or "examples") && LanguageOf(name) is { } need) sources.Add(need);
        }

        public BuildNeeds? Needs()
        {
            TreeNode? build = pyproject is null ? null : TomlReader.Read(pyproject).Root?["build-system"];
            string[] requires = [.. build?.TextsOf("requires") ?? []];
            string backend = build?.TextOf("build-backend") ?? "setuptools.build_meta:__legacy__";
            SortedSet<BuildNeed>? needs =
                PureBackends.Any(pure => backend.StartsWith(pure, StringComparison.Ordinal)) ? []
                : backend.StartsWith("mesonpy", StringComparison.Ordinal) ? meson
                : backend.StartsWith("maturin", StringComparison.Ordinal) ? [BuildNeed.Rust]
                : backend.StartsWith("scikit_build_core", StringComparison.Ordinal) ? cmake
                : backend.StartsWith("setuptools", StringComparison.Ordinal) ? Setuptools(requires)
                : null;
            if (needs is null) return null;
            if (needs.Any(need => need is BuildNeed.CCompiler or BuildNeed.CppCompiler)) needs.Add(BuildNeed.PythonHeaders);
            return new BuildNeeds([.. needs], [.. requires], BuildNeedOrigin.Archive);
        }

        // setup.py decides when it runs; it can compile only where it says so.
        private SortedSet<BuildNeed>? Setuptools(string[] requires)
        {
            if (requires.Any(requirement => requirement.StartsWith("setuptools-rust", StringComparison.OrdinalIgnoreCase) || requirement.StartsWith("setuptools_rust", StringComparison.OrdinalIgnoreCase))) return [BuildNeed.Rust, .. sources];
            bool compiles = setup is not null && (setup.Contains("ext_modules", StringComparison.Ordinal) || setup.Contains("cffi_modules", StringComparison.Ordinal) || setup.Contains("Extension(", StringComparison.Ordinal));
            return compiles || pyproject?.Contains("ext-modules", StringComparison.Ordinal) == true ? sources.Count > 0 ? sources : null : [];
        }

        private static void Languages(Regex statement, string? text, SortedSet<BuildNeed> found, Func<string, IEnumerable<BuildNeed>> read)
        {
            foreach (Match match in statement.Matches(text ?? "")) found.UnionWith(read(match.Groups["list"].Value));
        }

        private static IEnumerable<BuildNeed> Meson(string list) => MesonLanguage().Matches(list).Select(match => match.Groups["word"].Value switch
        {
            "cpp" => BuildNeed.CppCompiler,
            "fortran" => BuildNeed.FortranCompiler,
            "rust" => BuildNeed.Rust,
            _ => BuildNeed.CCompiler,
        });

        // A project that names no language compiles C and C++ (cmake-commands(7), project).
        private static IEnumerable<BuildNeed> CMake(string list)
        {
            string[] words = list.Split((char[])[' ', '\n', '\r', '\t'], StringSplitOptions.RemoveEmptyEntries);
            bool isNamed = words.Any(word => word is "C" or "CXX" or "Fortran" or "NONE");
            if (words.Contains("C") || !isNamed) yield return BuildNeed.CCompiler;
            if (words.Contains("CXX") || !isNamed) yield return BuildNeed.CppCompiler;
            if (words.Contains("Fortran")) yield return BuildNeed.FortranCompiler;
        }

        private static BuildNeed? LanguageOf(string name) => name[(name.LastIndexOf('.') + 1)..] switch
        {
            "c" or "pyx" => BuildNeed.CCompiler,
            "cpp" or "cc" or "cxx" => BuildNeed.CppCompiler,
            "f" or "f90" or "for" => BuildNeed.FortranCompiler,
            _ => null,
        };
    }
}
