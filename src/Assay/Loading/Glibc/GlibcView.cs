using System.Collections.Immutable;
using Assay.Binaries;

namespace Assay.Loading.Glibc;

/// <summary>A process of glibc, seen from outside.</summary>
internal sealed class GlibcView(ProcessImage process) : IProcessView
{
    private readonly Dictionary<string, LinkMap> byPath = ByPath(process);

    /// <inheritdoc/>
    public ImmutableArray<LoadedImage> Images => process.Images;

    /// <inheritdoc/>
    public ImmutableArray<LoadedImage?> NeedsOf(string path) => byPath.GetValueOrDefault(path)?.Needed is { } needed ? [.. needed.Select(process.ImageOf)] : [];

    /// <inheritdoc/>
    public SymbolProvider WhoAnswers(string path, WantedSymbol wanted)
    {
        if (!byPath.TryGetValue(path, out LinkMap? map)) return SymbolProvider.NotKnown;
        SymbolAnswer answer = process.Lookup.Find(map, wanted);
        return answer.Kind switch
        {
            SymbolAnswerKind.Found => new SymbolProvider(SymbolProviderState.Found, process.ImageOf(answer.Map!)),
            SymbolAnswerKind.Missing => SymbolProvider.None,
            _ => SymbolProvider.NotKnown,
        };
    }

    private static Dictionary<string, LinkMap> ByPath(ProcessImage process)
    {
        Dictionary<string, LinkMap> maps = new(StringComparer.Ordinal);
        foreach (LinkMap map in process.Objects.Loaded) maps.TryAdd(map.Display, map);
        return maps;
    }
}
