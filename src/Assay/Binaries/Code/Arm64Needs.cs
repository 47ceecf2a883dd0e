using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Assay.Primitives;
using Assay.Targets.Cpu;

namespace Assay.Binaries.Code;

/// <summary>
/// What arm64 instructions need, by a table of masks and values (<c>arm64-instructions.json</c>): the first row whose masked bits are equal decides. The masks accept words that are no
/// instructions at all, so they say nothing about data.
/// </summary>
internal static class Arm64Needs
{
    /// <summary>How many of the lower bits of a word an index of rows leaves aside.</summary>
    public const int IndexShift = 21;

    private static readonly ImmutableArray<Arm64Pattern> Rows = Read();

    // A scan asks this for every instruction.
    private static readonly Arm64Pattern[]?[] All = Index(Rows);

    /// <summary>The row that decides for an instruction, or null for one of the baseline.</summary>
    /// <param name="word">The instruction.</param>
    public static Arm64Pattern? Find(uint word)
    {
        if (All[word >> IndexShift] is not { } rows) return null;
        foreach (Arm64Pattern row in rows)
            if ((word & row.Mask) == row.Value) return row.Feature is null ? null : row;
        return null;
    }

    /// <summary>By the upper bits of a word, the rows that can still tell something new; null where there are none.</summary>
    /// <param name="given">The features that need not be told any more.</param>
    public static Arm64Pattern[]?[] Open(CpuFeatures given) => Index(Rows.Where(row => !(row.Needs - given).IsEmpty));

    // Which rows can fit, by the upper bits of the word.
    private static Arm64Pattern[]?[] Index(IEnumerable<Arm64Pattern> from)
    {
        Arm64Pattern[] rows = [.. from];
        Arm64Pattern[]?[] index = new Arm64Pattern[1 << (32 - IndexShift)][];
        const uint high = uint.MaxValue << IndexShift;
        for (uint upper = 0; upper < index.Length; upper++)
        {
            Arm64Pattern[] fitting = [.. rows.Where(row => ((upper << IndexShift) & row.Mask) == (row.Value & high))];
            if (fitting.Length > 0) index[upper] = fitting;
        }

        return index;
    }

    private static ImmutableArray<Arm64Pattern> Read()
    {
        using JsonDocument document = EmbeddedData.Open("arm64-instructions");
        return
        [
            .. document.RootElement.GetProperty("rows").EnumerateArray().SelectMany(row => row.GetProperty("patterns").EnumerateArray().Select(pattern => pattern.GetString()!.Split('/')).Select(pair =>
                new Arm64Pattern(Hexadecimal(pair[0]), Hexadecimal(pair[1]), row.TryGetProperty("feature", out JsonElement feature) ? Enum.Parse<CpuFeature>(feature.GetString()!) : null, row.GetProperty("instructions").GetString()!))),
        ];
    }

    private static uint Hexadecimal(string text) => uint.Parse(text, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
}

/// <summary>One row of the table.</summary>
/// <param name="Mask">The bits that count.</param>
/// <param name="Value">What they have to be.</param>
/// <param name="Feature">What such an instruction needs; null for one of the baseline that looks like a row further down.</param>
/// <param name="Instructions">The names of the instructions, for people.</param>
internal sealed record Arm64Pattern(uint Mask, uint Value, CpuFeature? Feature, string Instructions)
{
    /// <summary>What such an instruction needs, as a set.</summary>
    public CpuFeatures Needs { get; } = Feature is { } needed ? new CpuFeatures(needed) : default;
}
