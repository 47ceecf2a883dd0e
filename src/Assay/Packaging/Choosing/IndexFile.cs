namespace Assay.Packaging.Choosing;

/// <summary>One file of a project's page in a simple index (PEP 503, 691, 592, 658, 700).</summary>
/// <param name="Filename">Its name.</param>
public sealed record IndexFile(string Filename)
{
    /// <summary>Where it is, absolute or relative to the page; null when only names are known.</summary>
    public string? Url { get; init; }

    /// <summary>The Requires-Python text, or null.</summary>
    public string? RequiresPython { get; init; }

    /// <summary>True when it was yanked (PEP 592).</summary>
    public bool IsYanked { get; init; }

    /// <summary>Why it was yanked; empty when no reason was given. pip takes a file whose reason is given as an empty text for one that was not yanked.</summary>
    public string? YankReason { get; init; }

    /// <summary>The length in bytes, or null.</summary>
    public long? Size { get; init; }

    /// <summary>The SHA-256 in lower-case hexadecimal, or null.</summary>
    public string? Sha256 { get; init; }

    /// <summary>True when the metadata is offered beside the file (PEP 658).</summary>
    public bool HasMetadata { get; init; }
}
