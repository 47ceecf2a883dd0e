using System.Collections.Immutable;
using System.Text;

namespace Assay.Environments;

/// <summary>Which top-level names a distribution makes importable.</summary>
internal static class TopLevelNames
{
    /// <summary>
    /// The names in order. RECORD is what was installed and is believed; <c>top_level.txt</c> is what the build saw, and may name folders that were never shipped
    /// (<c>tests</c>, <c>src</c>, <c>debian</c>), so without RECORD its names count only where something of that name is there - unless none is, which is a half-removed package.
    /// </summary>
    /// <param name="distribution">The distribution's name: without RECORD and <c>top_level.txt</c>, a module of that name is taken for its own.</param>
    /// <param name="recorded">The files of RECORD; empty when there is none.</param>
    /// <param name="topLevelText">The text of <c>top_level.txt</c>, or null.</param>
    /// <param name="present">The names in the directory that holds the distribution.</param>
    public static ImmutableArray<string> Of(string distribution, ImmutableArray<string> recorded, string? topLevelText, IReadOnlySet<string> present)
    {
        List<string> fromRecord = FromRecord(recorded);
        if (fromRecord.Count > 0) return [.. fromRecord];
        if (topLevelText is null) return distribution.Replace('-', '_') is var own && recorded.IsEmpty && IsIdentifier(own) && IsPresent(own, present) ? [own] : [];
        List<string> declared = [.. topLevelText.Split('\n').Select(line => line.Trim()).Where(IsIdentifier).Distinct()];
        List<string> there = [.. declared.Where(name => IsPresent(name, present))];
        return [.. there.Count > 0 ? there : declared];
    }

    /// <summary>The names that the lines of a RECORD bring, without taking the lines apart.</summary>
    /// <param name="record">The bytes of the file.</param>
    /// <returns>Null for a file with quotes or other rarities, which only a full reading understands.</returns>
    public static List<string>? OfRecord(ReadOnlySpan<byte> record)
    {
        if (record.IndexOfAny((byte)'"', (byte)'\\', (byte)0) >= 0) return null;
        List<string> names = [];
        ReadOnlySpan<byte> known = default;
        while (!record.IsEmpty)
        {
            int end = record.IndexOf((byte)'\n');
            ReadOnlySpan<byte> line = end < 0 ? record : record[..end];
            record = end < 0 ? default : record[(end + 1)..];

            // The files of one folder follow each other: once it is known, nothing new is in its other lines.
            if (!known.IsEmpty && line.StartsWith(known)) continue;
            int comma = line.IndexOf((byte)',');
            ReadOnlySpan<byte> path = comma < 0 ? line.TrimEnd((byte)'\r') : line[..comma];
            if (!path.EndsWith(".py"u8) && !path.EndsWith(".so"u8) && !path.EndsWith(".pyd"u8) && !path.EndsWith(".PYD"u8)) continue;
            int cut = path.IndexOf((byte)'/');
            string name = Encoding.UTF8.GetString(path[..(cut > 0 ? cut : path.IndexOf((byte)'.'))]);
            if (cut > 0) known = path[..(cut + 1)];
            if (IsIdentifier(name) && name != "__pycache__" && !names.Contains(name)) names.Add(name);
        }

        return names;
    }

    private static List<string> FromRecord(ImmutableArray<string> recorded)
    {
        List<string> names = [];
        HashSet<string> seen = new(StringComparer.Ordinal);
        foreach (string path in recorded)
        {
            int slash = path.IndexOf('/', StringComparison.Ordinal);
            string? name = null;
            if (slash > 0)
            {
                if (IsCode(path)) name = path[..slash];
            }
            else if (IsCode(path))
            {
                name = path[..path.IndexOf('.', StringComparison.Ordinal)];
            }

            if (name is not null && IsIdentifier(name) && name != "__pycache__" && seen.Add(name)) names.Add(name);
        }

        return names;
    }

    private static bool IsCode(string path) =>
        path.EndsWith(".py", StringComparison.Ordinal) || path.EndsWith(".so", StringComparison.Ordinal) || path.EndsWith(".pyd", StringComparison.OrdinalIgnoreCase);

    private static bool IsPresent(string name, IReadOnlySet<string> present) =>
        present.Contains(name) || present.Contains(name + ".py") || present.Any(file => file.Length > name.Length && file[name.Length] == '.' && file.StartsWith(name, StringComparison.Ordinal) && IsCode(file));

    private static bool IsIdentifier(string name) =>
        name.Length > 0 && (char.IsLetter(name[0]) || name[0] == '_') && name.All(letter => char.IsLetterOrDigit(letter) || letter == '_');
}
