namespace Assay.Rules;

/// <summary>A place on a Mac that belongs to Homebrew or MacPorts.</summary>
/// <param name="IsHomebrew">True for Homebrew, false for MacPorts.</param>
/// <param name="IsIntel">True for the Homebrew of Intel Macs, which lives in <c>/usr/local</c>.</param>
/// <param name="Package">The formula the path names, or null when it names none.</param>
internal sealed record PackageManagerPath(bool IsHomebrew, bool IsIntel, string? Package)
{
    private static readonly (string Prefix, bool IsHomebrew, bool IsIntel, bool NamesPackage)[] Places =
    [
        ("/opt/homebrew/opt/", true, false, true),
        ("/opt/homebrew/Cellar/", true, false, true),
        ("/opt/homebrew/", true, false, false),
        ("/usr/local/opt/", true, true, true),
        ("/usr/local/Cellar/", true, true, true),
        ("/usr/local/lib/", true, true, false),
        ("/opt/local/", false, false, false),
    ];

    /// <summary>The words for whose place it is.</summary>
    public string Owner => IsHomebrew ? (IsIntel ? "the Homebrew of Intel Macs" : "Homebrew") : "MacPorts";

    /// <summary>What a path says, or null for one that belongs to neither.</summary>
    /// <param name="path">The path, absolute or not.</param>
    public static PackageManagerPath? Of(string path)
    {
        foreach ((string prefix, bool isHomebrew, bool isIntel, bool namesPackage) in Places)
        {
            if (!path.StartsWith(prefix, StringComparison.Ordinal)) continue;
            return new PackageManagerPath(isHomebrew, isIntel, namesPackage ? path[prefix.Length..].Split('/')[0] : null);
        }

        return null;
    }
}
