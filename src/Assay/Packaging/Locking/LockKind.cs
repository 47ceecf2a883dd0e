namespace Assay.Packaging.Locking;

/// <summary>The formats that say what is to be installed.</summary>
public enum LockKind
{
    /// <summary><c>requirements.txt</c>, as pip reads it.</summary>
    Requirements,

    /// <summary><c>pylock.toml</c> (PEP 751).</summary>
    Pylock,

    /// <summary><c>uv.lock</c>.</summary>
    Uv,

    /// <summary><c>poetry.lock</c>.</summary>
    Poetry,

    /// <summary><c>pdm.lock</c>.</summary>
    Pdm,

    /// <summary><c>Pipfile.lock</c>.</summary>
    Pipfile,

    /// <summary><c>conda-lock.yml</c>.</summary>
    CondaLock,

    /// <summary>A list of packages with <c>@EXPLICIT</c>, as <c>conda list --explicit</c> writes it.</summary>
    CondaExplicit,

    /// <summary><c>pixi.lock</c>.</summary>
    Pixi,

    /// <summary><c>environment.yml</c>.</summary>
    CondaEnvironment,
}
