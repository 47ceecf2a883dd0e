using System.Collections.Immutable;
using Assay.Binaries;

namespace Assay.Loading.Musl;

/// <summary>A process of musl, seen from outside. Everything global comes first, then what was opened with the one that asks.</summary>
internal sealed class MuslView(IReadOnlyList<MuslObject> loaded, IReadOnlyList<MuslObject> global, MuslRelocation relocation) : IProcessView
{
    /// <inheritdoc/>
    public ImmutableArray<LoadedImage> Images => [.. loaded.Select(Describe)];

    /// <inheritdoc/>
    public ImmutableArray<LoadedImage?> NeedsOf(string path) => Find(path)?.Direct is { } direct ? [.. direct.Select(Describe)] : [];

    /// <inheritdoc/>
    public SymbolProvider WhoAnswers(string path, WantedSymbol wanted)
    {
        if (Find(path) is not { } asker) return SymbolProvider.NotKnown;
        MuslObject root = asker;
        while (root.NeededBy is { IsMain: false } above) root = above;
        MuslObject? definer = relocation.Definer(wanted.Name, [.. global, .. ((MuslObject[])[root, .. root.Below()]).Where(map => !map.IsGlobal)]);
        return definer is null ? SymbolProvider.None : new SymbolProvider(SymbolProviderState.Found, Describe(definer));
    }

    private MuslObject? Find(string path) => loaded.FirstOrDefault(map => map.Name == path);

    private static LoadedImage Describe(MuslObject map) => new(map.Name, map.Name, map.IsMain ? LoadedImageOrigin.Program : map.IsLibc ? LoadedImageOrigin.DynamicLinker : map.NeededBy is null ? LoadedImageOrigin.Opened : LoadedImageOrigin.Needed)
    {
        Image = map.Image,
        Soname = map.Image.Name,
        RequestedBy = map.NeededBy?.Name,
        IsGlobal = map.IsGlobal,
    };
}
