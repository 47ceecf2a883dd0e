using System.Collections.Immutable;
using Assay.Binaries;
using Assay.Targets;

namespace Assay.Loading;

/// <summary>
/// Who answers what among files whose loader is not modelled or of which only a part is at hand: each need is led to a file by its name alone, and what leads
/// nowhere is taken to be there. What such a library could answer is not known, unless the file says which library a symbol comes from.
/// </summary>
/// <param name="architecture">The architecture of the process.</param>
/// <param name="store">The binaries.</param>
/// <param name="files">The files, absolute.</param>
/// <param name="lead">Where a need of a file leads: an absolute path, or null when it is not at hand.</param>
public sealed class StaticView(Architecture architecture, BinaryStore store, IEnumerable<string> files, Func<string, LibraryNeed, string?> lead) : IProcessView
{
    private const int MostForwards = 8;

    private readonly Dictionary<string, LoadedImage?> known = new(StringComparer.Ordinal);

    /// <inheritdoc/>
    public ImmutableArray<LoadedImage> Images { get; private set; } = [];

    /// <summary>Reads the files that were given, and follows their needs.</summary>
    public StaticView Load()
    {
        Queue<string> open = new(files);
        HashSet<string> listed = new(StringComparer.Ordinal);
        Dictionary<string, string> broughtBy = new(StringComparer.Ordinal);
        List<LoadedImage> images = [];
        while (open.TryDequeue(out string? path))
        {
            if (!listed.Add(path) || At(path) is not { } image) continue;
            images.Add(broughtBy.TryGetValue(path, out string? requester) ? image with { RequestedBy = requester } : image);
            foreach (LoadedImage? need in NeedsOf(path))
            {
                if (need?.Image is null) continue;
                broughtBy.TryAdd(need.Path, path);
                open.Enqueue(need.Path);
            }
        }

        Images = [.. images];
        return this;
    }

    /// <inheritdoc/>
    public ImmutableArray<LoadedImage?> NeedsOf(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        return At(path)?.Image is not { } image ? [] : [.. image.Needs.Select(need => (LoadedImage?)Target(path, need))];
    }

    /// <inheritdoc/>
    public SymbolProvider WhoAnswers(string path, WantedSymbol wanted)
    {
        ArgumentNullException.ThrowIfNull(path);
        ArgumentNullException.ThrowIfNull(wanted);
        if (At(path)?.Image is not { } image) return SymbolProvider.NotKnown;
        return image.Format switch
        {
            BinaryFormat.MachO when wanted.Ordinal is { } ordinal && ordinal >= -1 => ordinal == 0 ? Found(At(path)!) : ordinal > 0 && ordinal <= image.Needs.Length ? Named(Target(path, image.Needs[ordinal - 1]), wanted.Name, MostForwards) : SymbolProvider.NotKnown,
            BinaryFormat.Pe => image.Needs.FirstOrDefault(need => need.Name.Equals(wanted.Library, StringComparison.OrdinalIgnoreCase)) is { } need ? Named(Target(path, need), wanted.Name, MostForwards) : SymbolProvider.NotKnown,
            _ => BreadthFirst(path, wanted.Name),
        };
    }

    // The library is named with the symbol; it may pass it on.
    private SymbolProvider Named(LoadedImage library, string name, int depth)
    {
        if (library.Image is not { } image) return Found(library);
        if (image.Offers.Find(name) is not [var offered, ..]) return Reexported(library, image, name, depth);
        if (offered.Forward is not { Length: > 0 } forward || depth == 0) return Found(library);

        // PE: OTHER.Name, where OTHER has no ending.
        int cut = forward.IndexOf('.', StringComparison.Ordinal);
        if (image.Format != BinaryFormat.Pe || cut <= 0) return Reexported(library, image, forward, depth);
        LoadedImage next = Target(library.Path, new LibraryNeed(forward[..cut] + ".dll", NeedFlags.None, "forwarder", default));
        SymbolProvider provider = Named(next, forward[(cut + 1)..], depth - 1);
        return provider with { Through = [library.Path, .. provider.Through] };
    }

    private SymbolProvider Reexported(LoadedImage library, BinaryImage image, string name, int depth)
    {
        if (depth == 0) return SymbolProvider.NotKnown;
        foreach (LibraryNeed need in image.Needs.Where(need => (need.Flags & NeedFlags.Reexported) != 0))
        {
            SymbolProvider provider = Named(Target(library.Path, need), name, depth - 1);
            if (provider.State == SymbolProviderState.Found) return provider with { Through = [library.Path, .. provider.Through] };
        }

        return SymbolProvider.None;
    }

    private SymbolProvider BreadthFirst(string path, string name)
    {
        List<string> order = [path];
        bool isOpen = false;
        for (int i = 0; i < order.Count; i++)
        {
            if (i > 0 && At(order[i]) is { Image: { } image } loaded && image.Offers.Find(name).Count > 0) return Found(loaded);
            foreach (LoadedImage? need in NeedsOf(order[i]))
            {
                if (need?.Image is null) isOpen = true;
                else if (!order.Contains(need.Path)) order.Add(need.Path);
            }
        }

        return isOpen ? SymbolProvider.NotKnown : SymbolProvider.None;
    }

    private LoadedImage Target(string path, LibraryNeed need) =>
        lead(path, need) is { } file && At(file) is { } image ? image with { RequestedBy = path } : new LoadedImage(need.Name, need.Name, LoadedImageOrigin.Assumed) { RequestedBy = path };

    private LoadedImage? At(string path)
    {
        if (known.TryGetValue(path, out LoadedImage? image)) return image;
        BinaryImage? slice = store.Get(path, out _)?.Images is { IsEmpty: false } images ? images.FirstOrDefault(each => each.Architecture == architecture) ?? images[0] : null;
        return known[path] = slice is null ? null : new LoadedImage(path, path, LoadedImageOrigin.Needed) { Image = slice, Soname = slice.Name };
    }

    private static SymbolProvider Found(LoadedImage image) => new(SymbolProviderState.Found, image);
}
