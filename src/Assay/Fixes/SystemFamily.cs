namespace Assay.Fixes;

/// <summary>Whose package manager a system has.</summary>
public enum SystemFamily
{
    /// <summary>Not known, or a system without one.</summary>
    Unknown,

    /// <summary>Debian, Ubuntu and what is made from them: <c>apt-get</c>.</summary>
    Debian,

    /// <summary>Fedora, Red Hat Enterprise Linux and relatives: <c>dnf</c>.</summary>
    RedHat,

    /// <summary>Alpine: <c>apk</c>.</summary>
    Alpine,

    /// <summary>SUSE: <c>zypper</c>.</summary>
    Suse,

    /// <summary>Arch: <c>pacman</c>.</summary>
    Arch,

    /// <summary>NixOS.</summary>
    Nix,

    /// <summary>macOS with Homebrew.</summary>
    Homebrew,
}
