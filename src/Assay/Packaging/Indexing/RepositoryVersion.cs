using System.Globalization;

namespace Assay.Packaging.Indexing;

/// <summary>The version an index speaks (PEP 629): a higher major version than 1 may mean anything, a higher minor version adds things.</summary>
internal static class RepositoryVersion
{
    /// <summary>Why a page of a version cannot be read, or null when it can. Pages without a version are of version 1.0.</summary>
    public static string? Problem(string? text)
    {
        if (text is null) return null;
        string[] parts = text.Trim().Split('.');
        if (parts.Length != 2 || !parts.All(part => int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out _))) return $"expected a repository version like `1.0`, found `{text}`";
        return int.Parse(parts[0], CultureInfo.InvariantCulture) == 1 ? null : $"expected an index of repository version 1, found `{text}`";
    }
}
