using System.Collections.Immutable;
using Assay.Binaries;

namespace Assay.Loading.Dyld;

/// <summary>A process of macOS, seen from outside.</summary>
internal sealed class DyldView(DyldProcess process, DyldSystem system) : IProcessView
{
    private const int Self = 0, MainExecutable = -1, DeepestReexport = 16;

    private readonly Dictionary<string, LoadedMachO> byPath = process.Loaded.GroupBy(image => image.Path, StringComparer.Ordinal).ToDictionary(group => group.Key, group => group.First(), StringComparer.Ordinal);

    /// <inheritdoc/>
    public ImmutableArray<LoadedImage> Images => [.. process.Loaded.Select(Describe)];

    /// <inheritdoc/>
    public ImmutableArray<LoadedImage?> NeedsOf(string path) =>
        byPath.GetValueOrDefault(path)?.Dependents is { } dependents ? [.. dependents.Select(dependent => dependent is null ? null : Describe(dependent))] : [];

    /// <inheritdoc/>
    public SymbolProvider WhoAnswers(string path, WantedSymbol wanted)
    {
        if (!byPath.TryGetValue(path, out LoadedMachO? image)) return SymbolProvider.NotKnown;
        int ordinal = wanted.Ordinal ?? -2;
        if (ordinal < MainExecutable) return Flat(image, wanted.Name);
        LoadedMachO? library = ordinal == Self ? image : ordinal == MainExecutable ? process.Main : ordinal <= image.Dependents?.Length ? image.Dependents[ordinal - 1] : null;
        return library is null ? SymbolProvider.None : In(library, wanted.Name, [], DeepestReexport);
    }

    private SymbolProvider In(LoadedMachO library, string name, IReadOnlyList<string> through, int depth)
    {
        // A library of the system was seen by the linker: who in it has the code is its own affair.
        if (library.System is { } own) return own.HasSymbols && own.Symbol(name, system.Release.Version, system.IsArm64).Presence == Presence.NotYet ? SymbolProvider.None : Found(library, through);
        if (library.Image is not { } image) return SymbolProvider.NotKnown;
        IReadOnlyList<OfferedSymbol> offered = image.Offers.Find(name);
        if (depth == 0 || library.Dependents is null) return offered.Count > 0 ? Found(library, through) : SymbolProvider.None;

        // LC_REEXPORT_DYLIB passes on everything under its own name, an export of the kind "re-export" one symbol under another.
        if (offered.Count > 0 && offered[0].Forward is null) return Found(library, through);
        string inner = offered.Count > 0 && offered[0].Forward is { Length: > 0 } forward ? forward : name;
        for (int i = 0; i < library.Dependents.Length; i++)
        {
            bool isPassedOn = offered.Count > 0 || (image.Needs[i].Flags & NeedFlags.Reexported) != 0;
            if (!isPassedOn || library.Dependents[i] is not { } next) continue;
            SymbolProvider provider = In(next, inner, [.. through, library.Path], depth - 1);
            if (provider.State != SymbolProviderState.Missing) return provider;
        }

        return offered.Count > 0 ? Found(library, through) : SymbolProvider.None;
    }

    private SymbolProvider Flat(LoadedMachO asker, string name)
    {
        foreach (LoadedMachO image in process.Loaded)
        {
            if (image.IsHidden && image != asker) continue;
            bool has = image.System is { HasSymbols: true } library ? library.Symbol(name, system.Release.Version, system.IsArm64).Presence == Presence.Present : image.Image?.Offers.Find(name).Count > 0;
            if (has) return In(image, name, [], DeepestReexport);
        }

        return SymbolProvider.None;
    }

    private static SymbolProvider Found(LoadedMachO library, IReadOnlyList<string> through) => new(SymbolProviderState.Found, Describe(library)) { Through = through };

    private static LoadedImage Describe(LoadedMachO image) => new(image.Path, image.Path, image.Image is null ? LoadedImageOrigin.Assumed : image.Chain.Count > 1 ? LoadedImageOrigin.Needed : LoadedImageOrigin.Opened)
    {
        Image = image.Image,
        Soname = image.Image?.Identity?.Name,
        RequestedBy = image.Chain.Count > 1 ? image.Chain[^2] : null,
        IsGlobal = !image.IsHidden,
    };
}
