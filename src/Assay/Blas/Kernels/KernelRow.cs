using System.Collections.Immutable;
using System.Globalization;
using Assay.Targets.Cpu;

namespace Assay.Blas.Kernels;

/// <summary>Processors that OpenBLAS treats alike.</summary>
/// <param name="Maker">The letters of CPUID or the implementer's code; <c>arm</c> for every Arm, <c>macos</c> where nothing is looked up.</param>
/// <param name="Family">The family, 0 on Arm.</param>
/// <param name="Models">Ranges of model or part; empty for all.</param>
/// <param name="Since">From which release on which ladder counts, in order.</param>
/// <param name="Needs">A table without which nothing is known of the row; or null.</param>
internal sealed record KernelRow(string Maker, int Family, ImmutableArray<(int From, int To)> Models, ImmutableArray<(ReleaseNumber Release, KernelLadder Ladder)> Since, string? Needs)
{
    /// <summary>True for a processor of this row.</summary>
    /// <param name="model">The processor.</param>
    public bool Fits(CpuModel model) => (Maker == model.Maker || (Maker == "arm" && model.Maker.StartsWith("0x", StringComparison.Ordinal))) && Family == model.Family
        && (Models.IsEmpty || Models.Any(range => range.From <= model.Number && model.Number <= range.To));

    /// <summary>The ladder of a release; null before the first that is known.</summary>
    /// <param name="release">The release.</param>
    public KernelLadder? At(ReleaseNumber release) => Since.LastOrDefault(step => step.Release.CompareRelease(release) <= 0).Ladder;

    /// <summary>Ranges of hexadecimal numbers: <c>3c 45-47</c>.</summary>
    /// <param name="text">The text, or null for none.</param>
    public static ImmutableArray<(int From, int To)> Ranges(string? text) => text is null ? [] : [.. text.Split(' ').Select(word => word.Split('-')).Select(ends => (Hex(ends[0]), Hex(ends[^1])))];

    private static int Hex(string text) => int.Parse(text, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
}
