using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Assay.Binaries;

namespace Assay.Blas;

/// <summary>The routines of BLAS and LAPACK that a binary wants. Remembered for each image, since every process asks anew.</summary>
public static class BlasSymbols
{
    private static readonly ConditionalWeakTable<BinaryImage, Wanted[]> Known = [];

    /// <summary>The wanted symbols that name routines, in table order.</summary>
    /// <param name="image">The binary.</param>
    public static ImmutableArray<BlasSymbol> WantedBy(BinaryImage image) => [.. Of(image).Select(wanted => wanted.Parsed)];

    internal static Wanted[] Of(BinaryImage image) => Known.GetValue(image, static read =>
    {
        List<Wanted> found = [];
        HashSet<string> seen = new(StringComparer.Ordinal);
        foreach (WantedSymbol wanted in read.WantedSymbols)
            if (BlasSymbol.Parse(wanted.Name, read.Format) is { } parsed && seen.Add(wanted.Name)) found.Add(new Wanted(wanted, parsed));
        return [.. found];
    });

    internal sealed record Wanted(WantedSymbol Symbol, BlasSymbol Parsed);
}
