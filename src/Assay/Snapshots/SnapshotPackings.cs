using System.IO.Compression;

namespace Assay.Snapshots;

/// <summary>How a snapshot is packed.</summary>
internal enum SnapshotPacking
{
    /// <summary>Not at all.</summary>
    None,

    /// <summary>RFC 1952: <c>.gz</c>.</summary>
    Gzip,

    /// <summary>RFC 7932: <c>.br</c>.</summary>
    Brotli,
}

/// <summary>Packing by the ending of the file's name.</summary>
internal static class SnapshotPackings
{
    /// <summary>What the name says.</summary>
    /// <param name="name">The name of the file.</param>
    public static SnapshotPacking OfName(string name) =>
        name.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) ? SnapshotPacking.Gzip
        : name.EndsWith(".br", StringComparison.OrdinalIgnoreCase) ? SnapshotPacking.Brotli
        : SnapshotPacking.None;

    /// <summary>True for the name of a snapshot, packed or not.</summary>
    /// <param name="name">The name of a file.</param>
    public static bool IsSnapshot(string name)
    {
        string plain = OfName(name) == SnapshotPacking.None ? name : name[..name.LastIndexOf('.')];
        return plain.EndsWith(".jsonl", StringComparison.OrdinalIgnoreCase) || plain.EndsWith(".assay", StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>A stream that packs.</summary>
    public static Stream Pack(Stream output, SnapshotPacking packing) => packing switch
    {
        SnapshotPacking.Gzip => new GZipStream(output, CompressionLevel.SmallestSize, leaveOpen: true),

        // A window of 16 MiB, for equal symbols lie far apart; the highest quality takes ten times as long for a few per cent.
        SnapshotPacking.Brotli => new BrotliStream(output, new BrotliCompressionOptions { Quality = 9 }, leaveOpen: true),
        _ => new BufferedStream(output),
    };

    /// <summary>A stream that unpacks.</summary>
    public static Stream Unpack(Stream input, SnapshotPacking packing) => packing switch
    {
        SnapshotPacking.Gzip => new GZipStream(input, CompressionMode.Decompress),
        SnapshotPacking.Brotli => new BrotliStream(input, CompressionMode.Decompress),
        _ => input,
    };
}
