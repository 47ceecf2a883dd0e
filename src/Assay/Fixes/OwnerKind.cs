namespace Assay.Fixes;

/// <summary>The tool that put the packages of an environment there, and that has to change them.</summary>
public enum OwnerKind
{
    /// <summary>pip, by the environment's own interpreter.</summary>
    Pip,

    /// <summary>uv by its pip interface, without a project.</summary>
    Uv,

    /// <summary>A project with <c>uv.lock</c>.</summary>
    UvProject,

    /// <summary>A project with <c>poetry.lock</c>.</summary>
    Poetry,

    /// <summary>A project with <c>pdm.lock</c>.</summary>
    Pdm,

    /// <summary>conda, mamba or micromamba.</summary>
    Conda,

    /// <summary>A workspace of pixi.</summary>
    Pixi,

    /// <summary>Debian's package manager.</summary>
    Apt,

    /// <summary>The package manager of Fedora and its relatives.</summary>
    Dnf,

    /// <summary>That of SUSE.</summary>
    Zypper,

    /// <summary>That of Alpine.</summary>
    Apk,

    /// <summary>That of Arch.</summary>
    Pacman,

    /// <summary>Homebrew.</summary>
    Homebrew,

    /// <summary>Somebody who asks to be left alone: the interpreter carries an EXTERNALLY-MANAGED file (PEP 668).</summary>
    Managed,

    /// <summary>A folder of packages without an interpreter, which <c>pip --target</c> filled.</summary>
    Folder,
}
