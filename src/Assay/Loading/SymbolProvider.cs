namespace Assay.Loading;

/// <summary>Who answers a symbol of an image.</summary>
/// <param name="State">Whether that is known.</param>
/// <param name="Image">The image that answers; null when none does or it is not known.</param>
public sealed record SymbolProvider(SymbolProviderState State, LoadedImage? Image)
{
    /// <summary>Nothing answers.</summary>
    public static SymbolProvider None { get; } = new(SymbolProviderState.Missing, null);

    /// <summary>It is not known what answers.</summary>
    public static SymbolProvider NotKnown { get; } = new(SymbolProviderState.NotKnown, null);

    /// <summary>The files that the symbol was passed on by, the first asked first: libraries that re-export others.</summary>
    public IReadOnlyList<string> Through { get; init; } = [];
}
