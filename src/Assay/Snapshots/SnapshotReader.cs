using System.Text.Json;
using Assay.Primitives;

namespace Assay.Snapshots;

/// <summary>Reads a snapshot. The file may be anybody's: sizes are bounded, and a line that makes no sense is a fault with its number.</summary>
public static class SnapshotReader
{
    /// <summary>The most bytes of a file, as it lies there.</summary>
    public const long LargestFile = 64L << 20;

    /// <summary>The most bytes of its text.</summary>
    public const long LargestText = 512L << 20;

    private const int LongestLine = 64 << 20;

    /// <summary>Reads a snapshot.</summary>
    /// <param name="source">The file.</param>
    /// <param name="name">Its name, whose ending says how it is packed.</param>
    /// <param name="fault">What is wrong with it, or null.</param>
    /// <returns>The snapshot, or null with a fault.</returns>
    public static Snapshot? Read(ByteSource source, string name, out SnapshotFault? fault)
    {
        ArgumentNullException.ThrowIfNull(source);
        if (source.Length > LargestFile)
        {
            fault = new SnapshotFault(0, $"has {source.Length} bytes; a snapshot has at most {LargestFile}");
            return null;
        }

        byte[] bytes = source.ReadUpTo(0, source.Length);
        SnapshotPacking packing = IsGzip(bytes) ? SnapshotPacking.Gzip : SnapshotPackings.OfName(name);
        using Stream stream = SnapshotPackings.Unpack(new MemoryStream(bytes), packing);
        LineReader lines = new(stream, LongestLine, LargestText);
        SnapshotBuilder builder = new();
        int number = 0;
        try
        {
            while (lines.Next() is { } line)
            {
                number++;
                if (line.Length == 0) continue;
                using JsonDocument document = JsonDocument.Parse(line);
                builder.Add(document.RootElement);
            }

            fault = lines.IsTooLong ? new SnapshotFault(number + 1, $"is too long: a line has at most {LongestLine} bytes and a snapshot at most {LargestText}") : null;
            return fault is null ? builder.Finish() : null;
        }
        catch (JsonException error)
        {
            fault = new SnapshotFault(number, $"is no JSON: {FirstSentence(error.Message)}");
        }
        catch (Exception error) when (error is FormatException or InvalidOperationException or KeyNotFoundException or OverflowException)
        {
            fault = new SnapshotFault(number, error is FormatException ? error.Message : "is no line of a snapshot: a value is missing or of another kind");
        }
        catch (Exception error) when (error is InvalidDataException or IOException)
        {
            fault = new SnapshotFault(0, $"cannot be unpacked as {packing}: {FirstSentence(error.Message)}");
        }

        return null;
    }

    private static bool IsGzip(ReadOnlySpan<byte> bytes) => bytes.Length > 2 && bytes[0] == 0x1f && bytes[1] == 0x8b;

    private static string FirstSentence(string text) => text.Split('\n', '.')[0].Trim();
}
