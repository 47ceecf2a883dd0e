namespace Assay.Packaging.Locking;

/// <summary>Where a package comes from.</summary>
/// <param name="Kind">What sort of place.</param>
/// <param name="Location">The address or path as written; null when the file does not say.</param>
public sealed record LockSource(LockSourceKind Kind, string? Location = null)
{
    /// <summary>The commit of a repository, or null.</summary>
    public string? Commit { get; init; }

    /// <summary>The directory inside a repository or an archive, or null.</summary>
    public string? Subdirectory { get; init; }

    /// <summary>The build string of a conda package, or null.</summary>
    public string? Build { get; init; }
}
