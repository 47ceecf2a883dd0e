namespace Assay.Fixes;

/// <summary>Tells a system's family from the text of its <c>/etc/os-release</c>.</summary>
public static class SystemFamilies
{
    /// <summary>Reads ID, then ID_LIKE, as os-release(5) asks: the first name that is known decides.</summary>
    /// <param name="osRelease">The text of the file, or null when there is none.</param>
    public static SystemFamily Read(string? osRelease)
    {
        if (osRelease is null) return SystemFamily.Unknown;
        foreach (string name in Values(osRelease, "ID").Concat(Values(osRelease, "ID_LIKE")))
        {
            SystemFamily family = name switch
            {
                "debian" or "ubuntu" or "raspbian" or "linuxmint" => SystemFamily.Debian,
                "fedora" or "rhel" or "centos" or "rocky" or "almalinux" or "amzn" or "ol" => SystemFamily.RedHat,
                "alpine" or "wolfi" => SystemFamily.Alpine,
                "suse" or "opensuse" or "sles" => SystemFamily.Suse,
                "arch" => SystemFamily.Arch,
                "nixos" => SystemFamily.Nix,
                _ => SystemFamily.Unknown,
            };
            if (family != SystemFamily.Unknown) return family;
        }

        return SystemFamily.Unknown;
    }

    private static IEnumerable<string> Values(string text, string key) =>
        text.Split('\n')
            .Where(line => line.StartsWith(key + "=", StringComparison.Ordinal))
            .SelectMany(line => line[(key.Length + 1)..].Trim().Trim('"', '\'').Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .Select(name => name.ToLowerInvariant());
}
