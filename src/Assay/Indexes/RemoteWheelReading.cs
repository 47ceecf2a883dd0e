using System.Collections.Immutable;
using Assay.Packaging;

namespace Assay.Indexes;

/// <summary>What was read of a wheel without downloading it.</summary>
/// <param name="Filename">Its name.</param>
public sealed record RemoteWheelReading(string Filename)
{
    /// <summary>Its size in bytes; null when nobody told.</summary>
    public long? Size { get; init; }

    /// <summary>How many bytes of it, and of its metadata file, were taken from the network.</summary>
    public long BytesRead { get; init; }

    /// <summary>How many requests it took.</summary>
    public int Requests { get; init; }

    /// <summary>Its METADATA; null when it could not be had.</summary>
    public CoreMetadata? Metadata { get; init; }

    /// <summary>Its native files in the order of their paths.</summary>
    public ImmutableArray<RemoteWheelFile> Files { get; init; } = [];

    /// <summary>True when the list of its members was read, so that <see cref="Files"/> is all there is.</summary>
    public bool IsListed { get; init; }

    /// <summary>What could not be read or is odd, one line each.</summary>
    public ImmutableArray<string> Problems { get; init; } = [];
}
