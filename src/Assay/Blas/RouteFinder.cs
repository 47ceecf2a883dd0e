using System.Collections.Immutable;
using Assay.Binaries;
using Assay.Loading;
using Assay.Primitives;

namespace Assay.Blas;

/// <summary>Finds the way from a consumer to the library that answers it: the needs that lead there, and the links behind each name.</summary>
/// <param name="view">The process.</param>
/// <param name="machine">The machine, for the links.</param>
/// <param name="isConda">True in a conda prefix.</param>
internal sealed class RouteFinder(IProcessView view, IMachine machine, bool isConda)
{
    private const int MostLinks = 8;

    public BlasRoute Find(LoadedImage consumer, SymbolProvider provider)
    {
        LoadedImage library = provider.Image!;
        if (library.Path == consumer.Path) return new BlasRoute(BlasRouteKind.Own, [consumer.Path]);
        List<string> steps = [];
        bool isNeeded = Needs(consumer, library, provider.Through, steps);
        if (!isNeeded) steps.Add(library.Path);
        if (library.Image is not null) steps.AddRange(Links(library.Name.StartsWith('/') ? library.Name : library.Path, library.Path));
        return new BlasRoute(KindOf(library, provider, steps, isNeeded), [.. steps.Distinct()]);
    }

    // The shortest chain of needs; its names are what the files ask for.
    private bool Needs(LoadedImage consumer, LoadedImage library, IReadOnlyList<string> through, List<string> steps)
    {
        Dictionary<string, (string From, string Name)> came = new(StringComparer.Ordinal);
        Queue<LoadedImage> open = new([consumer]);
        while (open.TryDequeue(out LoadedImage? image) && !came.ContainsKey(library.Path))
        {
            ImmutableArray<LoadedImage?> leads = view.NeedsOf(image.Path);
            for (int i = 0; i < leads.Length; i++)
            {
                if (leads[i] is not { } next || next.Path == consumer.Path) continue;
                string name = image.Image is { } read && read.Needs.Length == leads.Length ? read.Needs[i].Name : next.Soname ?? next.Name;
                if (came.TryAdd(next.Path, (image.Path, name))) open.Enqueue(next);
            }
        }

        if (!came.ContainsKey(library.Path))
        {
            steps.AddRange(through);
            return through.Count > 0;
        }

        Stack<string> names = new();
        for (string at = library.Path; came.TryGetValue(at, out (string From, string Name) step); at = step.From) names.Push(step.Name);
        steps.AddRange(names);
        return true;
    }

    private IEnumerable<string> Links(string opened, string real)
    {
        string current = PosixPath.Normalize(opened);
        yield return current;
        for (int hops = 0; hops < MostLinks && machine.ReadLink(current) is { } next; hops++)
        {
            current = PosixPath.Normalize(PosixPath.Join(PosixPath.Directory(current), next));
            yield return current;
        }

        yield return machine.RealPath(real) ?? real;
    }

    private BlasRouteKind KindOf(LoadedImage library, SymbolProvider provider, List<string> steps, bool isNeeded)
    {
        if (provider.Through.Count > 0) return library.Image?.Format == BinaryFormat.Pe || provider.Through[0].EndsWith(".dll", StringComparison.OrdinalIgnoreCase) ? BlasRouteKind.Forwarder : BlasRouteKind.Reexport;
        if (library.Image is null) return BlasRouteKind.System;
        if (!isNeeded) return BlasRouteKind.Interposed;
        if (steps.Any(step => step.Contains("/etc/alternatives/", StringComparison.Ordinal))) return BlasRouteKind.Alternatives;
        string directory = PosixPath.Name(PosixPath.Directory(library.Path));
        if (directory.EndsWith(".libs", StringComparison.Ordinal) || directory is ".dylibs" or "extra-dll") return BlasRouteKind.Bundled;
        return isConda && BlasFingerprint.IsGenericName(steps[0]) ? BlasRouteKind.CondaStub : BlasRouteKind.Link;
    }
}
