using System.Collections.Immutable;

namespace Assay.Blas;

/// <summary>What answers one group of a consumer's symbols: those of one convention that one library answers.</summary>
public sealed record BlasAnswer
{
    /// <summary>The symbols, as stored in the consumer.</summary>
    public required ImmutableArray<BlasSymbol> Symbols { get; init; }

    /// <summary>The library, or null when nothing answers or it is not known.</summary>
    public BlasLibrary? Library { get; init; }

    /// <summary>How the consumer comes to it, or null.</summary>
    public BlasRoute? Route { get; init; }

    /// <summary>The library that does the products of <see cref="Library"/> when that one is a LAPACK above the BLAS of somebody else; null when it does them itself or that is not known.</summary>
    public BlasLibrary? ProductsBy { get; init; }

    /// <summary>Why there is no library; null when there is one.</summary>
    public string? Open { get; init; }

    /// <summary>The marks around the names.</summary>
    public SymbolConvention Convention => Symbols[0].Convention;

    /// <summary>The width of integers: what the names promise, else what the library is built for. Accelerate's older interface has 32 bits (<c>__CLPK_integer</c> in vecLib's clapack.h).</summary>
    public IntegerWidth Width => Convention.Width != IntegerWidth.Unknown ? Convention.Width : IsOldAccelerate ? IntegerWidth.Lp64 : Library?.Width ?? IntegerWidth.Unknown;

    /// <summary>True when Accelerate is called by the interface that it had before macOS 13.3.</summary>
    public bool IsOldAccelerate => Library?.Implementation == BlasImplementation.Accelerate && !Convention.IsNewAccelerate;

    /// <summary>True when a routine is among the symbols.</summary>
    /// <param name="routine">The routine: <c>dgemm</c>.</param>
    public bool Has(string routine) => Symbols.Any(symbol => symbol.Routine == routine);
}
