using System.Collections.Concurrent;
using System.Collections.Immutable;
using Assay.Binaries;
using Assay.Environments;
using Assay.Primitives;
using Assay.Targets;

namespace Assay.Examination;

/// <summary>Finds every extension module below the site directories of an environment, whether anything imports it or not.</summary>
/// <param name="environment">The environment.</param>
/// <param name="target">Where it runs.</param>
/// <param name="store">The binaries read so far.</param>
internal sealed class ExtensionFiles(PythonEnvironment environment, Target target, BinaryStore store)
{
    private const int DeepestFolder = 16;

    /// <summary>The modules that pass a test, in the order of their paths.</summary>
    /// <param name="accepts">The test; it may read the file, and runs on several threads.</param>
    public ImmutableArray<ExtensionFile> Where(Func<ExtensionFile, bool> accepts)
    {
        ConcurrentBag<ExtensionFile> found = [];
        Parallel.ForEach(Candidates().DistinctBy(candidate => candidate.Path), candidate =>
        {
            if (store.Get(candidate.Path, out _)?.Images is not { IsEmpty: false } images) return;
            ExtensionFile file = new(candidate.Path, candidate.Module, images.FirstOrDefault(image => image.Architecture == target.Architecture) ?? images[0]);
            if (accepts(file)) found.Add(file);
        });
        return [.. found.OrderBy(file => file.Path, StringComparer.Ordinal)];
    }

    private IEnumerable<(string Path, string Module)> Candidates()
    {
        // The first entry of sys.path that has a module is the one Python sees.
        HashSet<string> taken = new(StringComparer.Ordinal);
        foreach (string site in environment.SiteDirectories)
        {
            List<(string, string)> own = [.. Below(site, "", 0)];
            foreach ((string path, string module) in own)
                if (!taken.Contains(module.Split('.')[0])) yield return (path, module);
            taken.UnionWith(own.Select(each => each.Item2.Split('.')[0]));
        }
    }

    private IEnumerable<(string Path, string Module)> Below(string directory, string package, int depth)
    {
        if (depth > DeepestFolder || environment.Machine.List(directory) is not { } entries) yield break;
        foreach (DirectoryEntry entry in entries)
        {
            if (entry.Kind == FileKind.Directory)
            {
                if (!entry.Name.Contains('.', StringComparison.Ordinal) && entry.Name != "__pycache__")
                    foreach ((string, string) inner in Below($"{directory}/{entry.Name}", $"{package}{entry.Name}.", depth + 1)) yield return inner;
            }
            else if (environment.ExtensionSuffixes.FirstOrDefault(suffix => entry.Name.Length > suffix.Length && entry.Name.EndsWith(suffix, StringComparison.Ordinal)) is { } suffix)
            {
                yield return ($"{directory}/{entry.Name}", package + entry.Name[..^suffix.Length]);
            }
        }
    }
}
