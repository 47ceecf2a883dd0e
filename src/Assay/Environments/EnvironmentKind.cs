namespace Assay.Environments;

/// <summary>What sort of Python environment this is; it decides who owns it and how it is put right.</summary>
public enum EnvironmentKind
{
    /// <summary>Made by venv or virtualenv: has a <c>pyvenv.cfg</c>.</summary>
    VirtualEnvironment,

    /// <summary>A conda prefix: has <c>conda-meta</c>.</summary>
    Conda,

    /// <summary>Debian's or Ubuntu's system Python (<c>dist-packages</c>).</summary>
    Debian,

    /// <summary>Another installed prefix: a distribution's, pyenv's, python-build-standalone's.</summary>
    Prefix,

    /// <summary>A macOS framework build (python.org, Xcode).</summary>
    Framework,

    /// <summary>Homebrew's Python.</summary>
    Homebrew,

    /// <summary>A folder of packages without an interpreter.</summary>
    BareSitePackages,
}
