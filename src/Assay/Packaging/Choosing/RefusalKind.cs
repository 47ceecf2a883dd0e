namespace Assay.Packaging.Choosing;

/// <summary>Why an installer does not take a file. The later a kind stands here, the closer the file came to fitting: the greatest of several reasons is the one worth telling.</summary>
public enum RefusalKind
{
    /// <summary>The name of the file means nothing to the installer.</summary>
    UnreadableName,

    /// <summary>The Requires-Python cannot be read, and this installer leaves such files out.</summary>
    UnreadableRequiresPython,

    /// <summary>A version that was not asked for.</summary>
    OtherVersion,

    /// <summary>A wheel for another operating system.</summary>
    OtherSystem,

    /// <summary>A wheel for another processor.</summary>
    OtherArchitecture,

    /// <summary>A wheel for the other C library of Linux.</summary>
    OtherLibc,

    /// <summary>A wheel for another version or implementation of Python.</summary>
    OtherPython,

    /// <summary>A wheel for another build of this Python: debug, or what was told apart by <c>m</c> and <c>u</c> in former times.</summary>
    OtherAbi,

    /// <summary>A wheel for the build with the global interpreter lock where there is none, or the other way round.</summary>
    OtherThreading,

    /// <summary>A wheel for this kind of machine whose tag no installer, or not this one, ever takes.</summary>
    UnusedTag,

    /// <summary>A source distribution where only wheels were asked for.</summary>
    SourceNotWanted,

    /// <summary>The file's Requires-Python leaves this Python out.</summary>
    RequiresPython,

    /// <summary>A wheel for a newer release of this system.</summary>
    SystemTooOld,

    /// <summary>The file was yanked and its version not asked for by name.</summary>
    Yanked,
}
