using Assay.Packaging.Locking;

namespace Assay.Rules;

/// <summary>Words that the findings about lock files share.</summary>
internal static class LockWording
{
    /// <summary>A package with its version, as a title names it.</summary>
    public static string Title(LockedPackage package) => package.Version is null ? $"`{package.Name}`" : $"`{package.Name}` {package.Version}";

    /// <summary>The command that makes a file of a format anew, or null.</summary>
    public static string? Relock(LockKind kind) => kind switch
    {
        LockKind.Uv => "uv lock",
        LockKind.Poetry => "poetry lock",
        LockKind.Pdm => "pdm lock",
        LockKind.Pylock => "pip lock",
        LockKind.Pipfile => "pipenv lock",
        LockKind.CondaLock => "conda-lock",
        LockKind.Pixi => "pixi lock",
        _ => null,
    };

    /// <summary>"lock again with `uv lock`", or without the command where there is none.</summary>
    public static string Again(LockKind kind) => Relock(kind) is { } command ? $"lock again (`{command}`)" : "make the list again";

    /// <summary>The line of the file that a package stands in.</summary>
    public static string Place(LockedPackage package) => $"locked in line {package.Line}";
}
