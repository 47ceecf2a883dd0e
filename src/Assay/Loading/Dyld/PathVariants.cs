using Assay.Binaries;
using Assay.Primitives;

namespace Assay.Loading.Dyld;

/// <summary>
/// Where dyld looks for a library, in order (dyld/DyldProcessConfig.cpp <c>forEachPathVariant</c>, dyld/Loader.cpp <c>forEachPath</c> and
/// <c>forEachResolvedAtPathVar</c>; before macOS 12 src/dyld2.cpp <c>loadPhase2</c> to <c>loadPhase4</c>).
/// </summary>
/// <param name="release">The dynamic linker.</param>
/// <param name="machine">The machine; its DYLD_* variables count.</param>
/// <param name="host">What the main executable allows.</param>
/// <param name="mainPath">The main executable.</param>
internal sealed class PathVariants(DyldRelease release, IMachine machine, HostSignature host, string mainPath)
{
    private const string CryptexRoot = "/System/Volumes/Preboot/Cryptexes/OS";

    /// <summary>The candidates of a load path.</summary>
    /// <param name="loadPath">The path of a load command, or what dlopen was given.</param>
    /// <param name="chain">Whose LC_RPATH count; the first is the image that asks.</param>
    /// <param name="isStatic">True for a load command, false for dlopen.</param>
    /// <param name="isOldRequester">True when the image that asks was linked with an SDK before 13.</param>
    public IEnumerable<PathCandidate> Of(string loadPath, RunPathChain chain, bool isStatic, bool isOldRequester)
    {
        string leaf = PosixPath.Name(loadPath);
        string? framework = FrameworkPart(loadPath);
        foreach (string directory in Variable(framework is null ? "DYLD_LIBRARY_PATH" : "DYLD_FRAMEWORK_PATH"))
            yield return new PathCandidate(PosixPath.Join(directory, framework ?? leaf), framework is null ? "DYLD_LIBRARY_PATH" : "DYLD_FRAMEWORK_PATH", IsDerived: true);

        bool isPlain = !loadPath.StartsWith('@');
        if (isPlain && release.IsDyld1042)
        {
            yield return new PathCandidate(loadPath, "the path itself, on disk", IsOnDiskOnly: true);
            yield return new PathCandidate(CryptexRoot + loadPath, "the system's cryptex", IsOnDiskOnly: true);
        }

        bool isRelative = isPlain && !loadPath.StartsWith('/');
        if (isRelative && !isStatic)
        {
            foreach (PathCandidate candidate in RunPaths("/" + loadPath, chain)) yield return candidate;
            if (release.IsDyld1042) yield return new PathCandidate("/usr/lib/" + loadPath, "/usr/lib is always asked for a bare name", IsDerived: true);
            yield return new PathCandidate(loadPath, "the working directory");
        }
        else
        {
            foreach (PathCandidate candidate in Resolved(loadPath, chain)) yield return candidate;
        }

        bool skips = !isStatic && loadPath.Contains('/', StringComparison.Ordinal) && framework is null && release.SkipsFallbackForPaths;
        if (skips) yield break;
        foreach ((string directory, string origin) in Fallbacks(framework is not null, isOldRequester))
        {
            string path = PosixPath.Join(directory, framework ?? leaf);
            if (path != loadPath) yield return new PathCandidate(path, origin, IsDerived: true);
        }
    }

    private IEnumerable<PathCandidate> Resolved(string loadPath, RunPathChain chain)
    {
        if (LoaderPath(loadPath, chain.Image) is { } beside) yield return new PathCandidate(beside, $"@loader_path of {PosixPath.Name(chain.Image.Path)}");
        else if (ExecutablePath(loadPath) is { } program) yield return new PathCandidate(program, "@executable_path");
        else if (loadPath.StartsWith("@rpath/", StringComparison.Ordinal))
        {
            foreach (PathCandidate candidate in RunPaths(loadPath[6..], chain)) yield return candidate;
        }
        else if (!loadPath.StartsWith('@'))
        {
            yield return new PathCandidate(loadPath, "the path itself");
        }
    }

    // The tail begins with a slash.
    private IEnumerable<PathCandidate> RunPaths(string tail, RunPathChain chain)
    {
        for (RunPathChain? link = chain; link is not null; link = link.Outer)
        {
            foreach (SearchPath entry in link.Image.Image?.SearchPaths ?? [])
            {
                string origin = $"LC_RPATH {entry.Path} of {PosixPath.Name(link.Image.Path)}";
                if ((LoaderPath(entry.Path, link.Image) ?? ExecutablePath(entry.Path)) is { } expanded)
                {
                    yield return new PathCandidate(Concatenate(expanded, tail), origin, IsDerived: true);
                    continue;
                }

                if (entry.Path.StartsWith('@')) continue;
                yield return new PathCandidate(Concatenate(entry.Path, tail), origin, IsDerived: true);
                if (release.IsDyld1042 && entry.Path.StartsWith('/')) yield return new PathCandidate(Concatenate(CryptexRoot + entry.Path, tail), origin + ", in the cryptex", IsDerived: true);
            }
        }
    }

    private static string? LoaderPath(string path, LoadedMachO image) =>
        path.StartsWith("@loader_path", StringComparison.Ordinal) && (path.Length == 12 || path[12] == '/') ? Parent(image.Path) + path[12..] : null;

    // Unlike @loader_path, leading `/..` are taken off the path of the program.
    private string? ExecutablePath(string path)
    {
        if (!path.StartsWith("@executable_path", StringComparison.Ordinal) || (path.Length > 16 && path[16] != '/')) return null;
        string directory = Parent(mainPath), rest = path[16..];
        if (rest.Length == 0) return directory + "/";
        while (rest.StartsWith("/..", StringComparison.Ordinal) && directory.LastIndexOf('/') > 0)
        {
            directory = Parent(directory);
            rest = rest[3..];
        }

        return directory + rest;
    }

    private static string Parent(string path) => path[..Math.Max(path.LastIndexOf('/'), 0)];

    private static string Concatenate(string path, string tail) => path.EndsWith('/') ? path[..^1] + tail : path + tail;

    private IEnumerable<(string Directory, string Origin)> Fallbacks(bool isFramework, bool isOldRequester)
    {
        string variable = isFramework ? "DYLD_FALLBACK_FRAMEWORK_PATH" : "DYLD_FALLBACK_LIBRARY_PATH";
        string[] own = [.. Variable(variable)];
        if (own.Length > 0) return own.Select(directory => (directory, variable));
        if (release.IsDyld1042 && !isOldRequester) return [];
        (string, string)[] directories = isFramework ? [("/Library/Frameworks", "fallback"), ("/System/Library/Frameworks", "fallback")] : [("/usr/local/lib", "fallback"), ("/usr/lib", "fallback")];

        // A hardened program keeps to the last one, the system's own.
        return host.DropsVariables ? directories[1..] : directories;
    }

    private string[] Variable(string name) =>
        host.DropsVariables ? [] : machine.EnvironmentVariable(name)?.Split(':', StringSplitOptions.RemoveEmptyEntries) ?? [];

    // Foo.framework/Versions/A/Foo, Foo.framework/Foo: the part from the framework's directory on.
    private static string? FrameworkPart(string path)
    {
        string leaf = PosixPath.Name(path);
        int at = path.IndexOf($"/{leaf}.framework/", StringComparison.Ordinal);
        return at < 0 ? null : path[(at + 1)..];
    }
}
