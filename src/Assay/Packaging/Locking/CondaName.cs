namespace Assay.Packaging.Locking;

/// <summary>What the address of a conda package says: <c>https://host/channel/linux-64/name-version-build.conda</c>.</summary>
/// <param name="Name">The name.</param>
/// <param name="Version">The version.</param>
/// <param name="Build">The build string.</param>
/// <param name="Platform">The subdirectory: <c>linux-64</c>, <c>noarch</c>.</param>
/// <param name="Channel">The address before it.</param>
/// <param name="File">The name of the file.</param>
internal sealed record CondaName(string Name, string Version, string Build, string Platform, string Channel, string File)
{
    /// <summary>Reads an address or a path; null when it leads to no package of conda.</summary>
    /// <param name="address">The address, without a fragment.</param>
    public static CondaName? Parse(string address)
    {
        string[] parts = address.Split('/');
        if (parts.Length < 3) return null;
        string file = Uri.UnescapeDataString(parts[^1]);
        string? stem = file.EndsWith(".conda", StringComparison.Ordinal) ? file[..^6] : file.EndsWith(".tar.bz2", StringComparison.Ordinal) ? file[..^8] : null;
        string[] words = stem?.Split('-') ?? [];
        return words.Length < 3 ? null : new CondaName(string.Join('-', words[..^2]), words[^2], words[^1], parts[^2], string.Join('/', parts[..^2]), file);
    }
}
