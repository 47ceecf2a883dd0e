using Assay.Binaries.Elf;
using Assay.Primitives;

namespace Assay.Loading.Glibc;

/// <summary>
/// Finds the file for a library name as glibc elf/dl-load.c <c>_dl_map_object</c> does: DT_RPATH of the object and of those that led to it, then
/// LD_LIBRARY_PATH, DT_RUNPATH of the object alone, the cache, and the default directories. A name with a '/' is that file and no other.
/// </summary>
internal sealed class LibrarySearch
{
    private readonly GlibcSystem system;
    private readonly SearchDirectory[] libraryPath;
    private readonly SearchDirectory[] defaults;
    private readonly Dictionary<string, string[]> subdirectories = new(StringComparer.Ordinal);
    private readonly LinkMap main;

    /// <summary>Prepares the parts of the search that are the same for all objects.</summary>
    /// <param name="system">The system the process runs on.</param>
    /// <param name="main">The main program.</param>
    public LibrarySearch(GlibcSystem system, LinkMap main)
    {
        this.system = system;
        this.main = main;
        string variable = system.Machine.EnvironmentVariable("LD_LIBRARY_PATH") ?? "";
        libraryPath = variable.Length == 0 ? [] : Directories(variable.Split(':', ';'), main, "LD_LIBRARY_PATH");
        defaults = [.. system.Linker.DefaultDirectories.Select(directory => new SearchDirectory(directory, "default directory"))];
    }

    /// <summary>Looks for a library.</summary>
    /// <param name="name">The name asked for.</param>
    /// <param name="loader">The object that asks; null for nobody.</param>
    public SearchResult Find(string name, LinkMap? loader)
    {
        SearchRun run = new(name);
        if (name.Contains('/', StringComparison.Ordinal))
        {
            string? path = loader is null ? name : DynamicStringTokens.Expand(name, loader.Origin, system.Linker.Lib, system.Platform);
            if (path is not null) Try(run, path, "the path asked for");
            return run.Result;
        }

        _ = SearchRpaths(run, loader) || SearchLibraryPath(run) || SearchRunpath(run, loader) || SearchCache(run, loader) || SearchDefaults(run, loader);
        return run.Result;
    }

    /// <summary>Turns the elements of a search path into directories: tokens replaced, empty results and repetitions dropped.</summary>
    /// <param name="elements">The elements; an empty one is the working directory.</param>
    /// <param name="holder">The object that holds the path.</param>
    /// <param name="origin">Why the directories are looked at.</param>
    private SearchDirectory[] Directories(IEnumerable<string> elements, LinkMap holder, string origin)
    {
        List<SearchDirectory> directories = [];
        foreach (string element in elements)
        {
            string prefix = element;
            if (element.Length > 0)
            {
                if (DynamicStringTokens.Expand(element, holder.Origin, system.Linker.Lib, system.Platform) is not { Length: > 0 } expanded) continue;
                prefix = expanded.TrimEnd('/') + "/";
            }

            if (!directories.Exists(known => known.Prefix == prefix)) directories.Add(new SearchDirectory(prefix, origin));
        }

        return [.. directories];
    }

    private bool SearchRpaths(SearchRun run, LinkMap? loader)
    {
        if (loader?.Image?.Runpath is not null)
        {
            run.Skip($"DT_RPATH of {loader.Display}", "its DT_RUNPATH switches DT_RPATH off, its own and that of the objects above it");
            return false;
        }

        bool sawMain = false;
        for (LinkMap? map = loader; map is not null; map = map.Loader)
        {
            sawMain |= map == main;
            if (Rpath(run, map)) return true;
        }

        return !sawMain && Rpath(run, main);
    }

    private bool Rpath(SearchRun run, LinkMap map)
    {
        if (map.Image?.Rpath is not { } rpath) return false;
        if (map.Image.Runpath is not null)
        {
            run.Skip($"DT_RPATH of {map.Display}", "the same file has a DT_RUNPATH");
            return false;
        }

        map.RpathDirectories ??= rpath.Length == 0 ? [] : Directories(rpath.Split(':'), map, $"DT_RPATH of {map.Display}");
        return SearchList(run, map.RpathDirectories);
    }

    private bool SearchLibraryPath(SearchRun run)
    {
        if (libraryPath.Length > 0) return SearchList(run, libraryPath);
        run.Skip("LD_LIBRARY_PATH", "not set");
        return false;
    }

    private bool SearchRunpath(SearchRun run, LinkMap? loader)
    {
        if (loader?.Image?.Runpath is { } runpath)
        {
            loader.RunpathDirectories ??= runpath.Length == 0 ? [] : Directories(runpath.Split(':'), loader, $"DT_RUNPATH of {loader.Display}");
            if (SearchList(run, loader.RunpathDirectories)) return true;
        }

        // The RUNPATH of an ancestor is the difference to RPATH that surprises people, so it is said.
        for (LinkMap? map = loader?.Loader; map is not null; map = map.Loader)
            if (map.Image?.Runpath is { Length: > 0 }) run.Skip($"DT_RUNPATH of {map.Display}", "serves only the libraries that this file itself asks for");
        return false;
    }

    private bool SearchCache(SearchRun run, LinkMap? loader)
    {
        string origin = system.Linker.CachePath;
        if (system.Cache is null)
        {
            run.Skip(origin, "there is no usable cache");
            return false;
        }

        if (system.Cache.Find(run.Name, system.Abi.CacheFlags, system.Policy.HasNamedSubdirectories ? system.NamedSubdirectories : [], system.Policy.HasLegacySubdirectories ? system.LegacyCapabilities : default) is not { } path)
        {
            run.Add(new SearchStep(origin, null, SearchOutcome.Missing, "not listed"));
            return false;
        }

        // glibc compares with the directories' prefixes, so a hit in a subdirectory of a default directory is dropped too.
        if (IsNoDefaultLibraries(loader) && system.Linker.DefaultDirectories.Any(directory => path.StartsWith(directory, StringComparison.Ordinal)))
        {
            run.Skip(origin, "DF_1_NODEFLIB rules out what is in default directories");
            return false;
        }

        return Try(run, path, origin);
    }

    private bool SearchDefaults(SearchRun run, LinkMap? loader)
    {
        if (!IsNoDefaultLibraries(loader)) return SearchList(run, defaults);
        run.Skip("default directories", "DF_1_NODEFLIB rules them out");
        return false;
    }

    private bool IsNoDefaultLibraries(LinkMap? loader) => ((loader ?? main).Image?.Flags1 & ElfConstants.DF_1_NODEFLIB) > 0;

    /// <summary>Tries one list of directories (<c>open_path</c>).</summary>
    /// <returns>True when the search is over.</returns>
    private bool SearchList(SearchRun run, SearchDirectory[] directories)
    {
        foreach (SearchDirectory directory in directories)
        {
            foreach (string subdirectory in Subdirectories(directory.Prefix))
            {
                if (Try(run, directory.Prefix + subdirectory + run.Name, directory.Origin)) return true;
            }

            // Another error than "absent" in a directory that is there ends this list, not the search.
            bool goesOn = run.Error is null or AccessOutcome.Missing or AccessOutcome.Denied || (run.Error == AccessOutcome.NotADirectory && system.Policy.PassesOverNonDirectories);
            if (!goesOn && system.Machine.IsDirectory(Absolute(directory.Prefix) ?? "/")) return false;
        }

        return false;
    }

    /// <summary>The subdirectories of a directory that are tried, best first, ending with the directory itself.</summary>
    private string[] Subdirectories(string prefix)
    {
        if (subdirectories.TryGetValue(prefix, out string[]? known)) return known;
        List<string> found = [];
        if (Absolute(prefix) is { } directory)
        {
            if (system.Policy.HasNamedSubdirectories && system.NamedSubdirectories.Count > 0 && system.Machine.IsDirectory(directory + "glibc-hwcaps"))
                found.AddRange(system.NamedSubdirectories.Select(name => $"glibc-hwcaps/{name}/"));
            if (system.Policy.HasLegacySubdirectories)
            {
                HashSet<string> present = [.. system.LegacyNames.Distinct().Where(name => system.Machine.IsDirectory(directory + name))];
                if (present.Count > 0) found.AddRange(LegacyCombinations(system.LegacyNames).Where(path => present.Contains(path[..path.IndexOf('/', StringComparison.Ordinal)])));
            }
        }

        found.Add("");
        return subdirectories[prefix] = [.. found];
    }

    /// <summary>Every combination of names, the last name first and the largest combination first (elf/dl-hwcaps.c, up to 2.36), without the empty one.</summary>
    /// <param name="names">The names, least important first.</param>
    internal static IEnumerable<string> LegacyCombinations(IReadOnlyList<string> names)
    {
        for (int bits = (1 << names.Count) - 1; bits > 0; bits--)
        {
            string path = "";
            for (int i = names.Count - 1; i >= 0; i--)
                if ((bits & (1 << i)) != 0) path += names[i] + "/";
            yield return path;
        }
    }

    private bool Try(SearchRun run, string path, string origin)
    {
        if (Absolute(path) is not { } file)
        {
            run.Skip(origin, $"`{path}` depends on the working directory, which is not known");
            return false;
        }

        return run.Take(system.Files.Open(file), path, file, origin);
    }

    private string? Absolute(string path) => path.StartsWith('/') ? path : system.WorkingDirectory is { } directory ? PosixPath.Join(directory, path) : null;
}
