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
    private const int LargestWindow = 24;

    // The two steps above take three and four times as long, for a tenth less.
    private const int Quality = 9;

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

    /// <summary>Packs a text.</summary>
    /// <param name="text">The text.</param>
    /// <param name="packing">How.</param>
    public static byte[] Pack(byte[] text, SnapshotPacking packing)
    {
        switch (packing)
        {
            case SnapshotPacking.Gzip:
                using (MemoryStream packed = new())
                {
                    using (GZipStream stream = new(packed, CompressionLevel.SmallestSize)) stream.Write(text);
                    return packed.ToArray();
                }

            case SnapshotPacking.Brotli:
                // The largest window of the format, 16 MiB: equal symbols and names lie far apart.
                byte[] target = new byte[BrotliEncoder.GetMaxCompressedLength(text.Length)];
                return BrotliEncoder.TryCompress(text, target, out int written, Quality, LargestWindow) ? target[..written] : throw new InvalidOperationException("the packed snapshot is larger than it can be");
            default:
                return text;
        }
    }

    /// <summary>A stream that unpacks.</summary>
    public static Stream Unpack(Stream input, SnapshotPacking packing) => packing switch
    {
        SnapshotPacking.Gzip => new GZipStream(input, CompressionMode.Decompress),
        SnapshotPacking.Brotli => new BrotliStream(input, CompressionMode.Decompress),
        _ => input,
    };
}
