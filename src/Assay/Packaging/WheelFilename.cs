using System.Diagnostics.CodeAnalysis;

namespace Assay.Packaging;

/// <summary>The parts of a wheel's file name (PEP 427, "File name convention").</summary>
/// <param name="Name">The normalised name.</param>
/// <param name="Version">The version.</param>
/// <param name="Build">The build tag, or null.</param>
/// <param name="Tags">The tags it stands for.</param>
/// <param name="TagText">The last three parts as written.</param>
public sealed record WheelFilename(string Name, PackageVersion Version, string? Build, IReadOnlyList<WheelTag> Tags, string TagText)
{
    /// <summary>True when the members of every compressed part are in order, as PEP 425 wants it.</summary>
    public bool HasSortedTags => TagText.Split('-').All(part => part.Split('.') is var members && members.Order(StringComparer.Ordinal).SequenceEqual(members));

    /// <summary>Reads a file name.</summary>
    /// <param name="text">The name, without a directory.</param>
    /// <param name="filename">The parts read.</param>
    /// <returns>False when it is no name of a wheel.</returns>
    public static bool TryParse(string text, [NotNullWhen(true)] out WheelFilename? filename)
    {
        filename = null;
        if (!text.EndsWith(".whl", StringComparison.Ordinal)) return false;
        string[] parts = text[..^4].Split('-');
        if (parts.Length is not (5 or 6)) return false;
        if (parts[0].Length == 0 || parts[0].Contains("__", StringComparison.Ordinal) || !parts[0].All(letter => char.IsLetterOrDigit(letter) || letter is '_' or '.')) return false;
        if (!PackageVersion.TryParse(parts[1], out PackageVersion? version)) return false;
        string? build = parts.Length == 6 ? parts[2] : null;
        if (build is not null && (build.Length == 0 || !char.IsAsciiDigit(build[0]))) return false;
        string tagText = string.Join('-', parts[^3..]);
        if (!WheelTag.TryParseSet(tagText, out IReadOnlyList<WheelTag> tags)) return false;
        filename = new WheelFilename(PackageName.Normalize(parts[0]), version, build, tags, tagText);
        return true;
    }
}
