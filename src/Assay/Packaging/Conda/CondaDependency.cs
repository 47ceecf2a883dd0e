using System.Diagnostics.CodeAnalysis;

namespace Assay.Packaging.Conda;

/// <summary>One line of a package's <c>depends</c> or <c>constrains</c>: a name, perhaps a condition on the version, perhaps one on the build string.</summary>
/// <param name="Name">The conda name; those of virtual packages begin with two underscores.</param>
/// <param name="Range">The condition on the version; <c>*</c> for every one.</param>
/// <param name="Build">The build string, in which '*' stands for anything; null for every one.</param>
public sealed record CondaDependency(string Name, string Range, string? Build)
{
    /// <summary>True for what is not installed but told by the system: <c>__glibc</c>, <c>__osx</c>.</summary>
    public bool IsVirtual => Name.StartsWith("__", StringComparison.Ordinal);

    /// <summary>Reads a line. Conditions in brackets and names with a channel are not read.</summary>
    /// <param name="text">The line.</param>
    /// <param name="dependency">What it says.</param>
    public static bool TryParse(string text, [NotNullWhen(true)] out CondaDependency? dependency)
    {
        ArgumentNullException.ThrowIfNull(text);
        dependency = null;
        string line = text.Trim();
        int end = line.AsSpan().IndexOfAnyExcept("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-.");
        string name = end < 0 ? line : line[..end];
        string rest = end < 0 ? "" : line[end..];
        if (name.Length == 0 || rest.AsSpan().IndexOfAny("[]:()") >= 0) return false;
        string[] words = rest.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (words.Length > 2) return false;
        dependency = new CondaDependency(name.ToLowerInvariant(), words.Length > 0 ? words[0] : "*", words.Length > 1 ? words[1] : null);
        return true;
    }

    /// <summary>Judges a package.</summary>
    /// <param name="version">Its version.</param>
    /// <param name="build">Its build string.</param>
    /// <returns>Null when the condition, or the version, cannot be read.</returns>
    public bool? IsMetBy(string version, string build)
    {
        if (CondaRange.Contains(Range, version) is not { } fits) return null;
        return fits && (Build is null || MatchesGlob(Build, build));
    }

    private static bool MatchesGlob(string pattern, string text)
    {
        string[] pieces = pattern.Split('*');
        if (pieces.Length == 1) return pattern == text;
        if (text.Length < pieces[0].Length + pieces[^1].Length || !text.StartsWith(pieces[0], StringComparison.Ordinal) || !text.EndsWith(pieces[^1], StringComparison.Ordinal)) return false;
        int at = pieces[0].Length, end = text.Length - pieces[^1].Length;
        foreach (string piece in pieces[1..^1])
        {
            int found = text.IndexOf(piece, at, end - at, StringComparison.Ordinal);
            if (found < 0) return false;
            at = found + piece.Length;
        }

        return true;
    }
}
