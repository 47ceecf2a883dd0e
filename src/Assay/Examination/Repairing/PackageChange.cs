namespace Assay.Examination.Repairing;

/// <summary>What happens to one distribution.</summary>
/// <param name="Name">Its name as it writes it.</param>
/// <param name="From">The version that is there; null when none is.</param>
/// <param name="To">The version that is there afterwards, equal to <paramref name="From"/> when its files are put back; null when it is removed.</param>
public sealed record PackageChange(string Name, string? From, string? To)
{
    /// <summary>The file that is installed; null when nobody could tell.</summary>
    public string? File { get; init; }

    /// <summary>Its length in bytes; null when it is not known.</summary>
    public long? Bytes { get; init; }

    /// <summary>True when it has to be downloaded.</summary>
    public bool IsDownload { get; init; }

    /// <summary>How many copies are there before.</summary>
    public int Copies { get; init; } = 1;

    /// <summary>True when the installed files have no record, so that no installer removes them.</summary>
    public bool HasNoRecord { get; init; }
}
