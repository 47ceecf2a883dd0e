using Assay.Binaries;

namespace Assay.Loading.Glibc;

/// <summary>Answers which image of a process a symbol binds to.</summary>
public sealed class SymbolBinder
{
    private readonly ProcessImage process;

    internal SymbolBinder(ProcessImage process) => this.process = process;

    /// <summary>The image that answers a symbol for another image.</summary>
    /// <param name="image">The image that uses the symbol: its path, or the name the loader prints.</param>
    /// <param name="symbol">The symbol. When the image wants it under a version, that version counts.</param>
    /// <returns>The image that answers, which can be the same; null when nothing does, the image is not in the process, or only a library that is not at hand could.</returns>
    public LoadedImage? WhoAnswers(string image, string symbol)
    {
        LinkMap? map = process.Objects.Loaded.FirstOrDefault(candidate => candidate.Display == image || candidate.Name == image);
        if (map is null) return null;
        WantedSymbol wanted = map.Image?.WantedSymbols.FirstOrDefault(candidate => candidate.Name == symbol) ?? new WantedSymbol(symbol);
        return process.Lookup.Find(map, wanted) is { Kind: SymbolAnswerKind.Found, Map: { } owner } ? process.ImageOf(owner) : null;
    }
}
