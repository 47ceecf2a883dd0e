using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Assay.Primitives;

namespace Assay.Binaries.Numpy;

/// <summary>The levels of NumPy's C interface and the releases that brought them (<c>numpy-levels.json</c>).</summary>
public static class NumpyLevels
{
    private static readonly Lazy<ImmutableArray<(int Level, PackedVersion From)>> Known = new(Read);

    /// <summary>The highest level that headers of NumPy 1 know.</summary>
    public const int LastOfFirst = 0x11;

    /// <summary>The level of a release; null for a version that is not understood, or newer than what is known.</summary>
    /// <param name="version">A version (<c>1.26.4</c>, <c>2.0.0rc1</c>); its first two numbers count.</param>
    public static int? Of(string version)
    {
        ArgumentNullException.ThrowIfNull(version);
        if (Release(version) is not { } release) return null;
        int? level = null;
        foreach ((int each, PackedVersion from) in Known.Value)
        {
            if (release < from) break;
            level = each;
        }

        // The newest known release says nothing of those after it.
        return level is null || release > LastKnown(level.Value) ? null : level;
    }

    /// <summary>The first release that has a level (<c>1.23</c>), or null for a level that is not known.</summary>
    /// <param name="level">The level.</param>
    public static string? FirstRelease(int level) => Known.Value.Where(known => known.Level == level).Select(known => $"{known.From.Major}.{known.From.Minor}").FirstOrDefault();

    /// <summary>The first two numbers of a version, or null when it does not start with two.</summary>
    /// <param name="version">The version.</param>
    public static PackedVersion? Release(string version)
    {
        ArgumentNullException.ThrowIfNull(version);
        string[] parts = version.Split('.');
        if (parts.Length < 2) return null;
        string minor = string.Concat(parts[1].TakeWhile(char.IsAsciiDigit));
        return int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out int first) && int.TryParse(minor, NumberStyles.None, CultureInfo.InvariantCulture, out int second)
            ? new PackedVersion(first, second) : null;
    }

    private static PackedVersion LastKnown(int level) => level == Known.Value[^1].Level ? Known.Value[^1].From : new PackedVersion(int.MaxValue);

    private static ImmutableArray<(int, PackedVersion)> Read()
    {
        using JsonDocument document = EmbeddedData.Open("numpy-levels");
        return
        [
            .. document.RootElement.GetProperty("levels").EnumerateArray()
                .Select(row => (row.GetProperty("level").GetInt32(), Release(row.GetProperty("from").GetString()!)!.Value)),
        ];
    }
}
