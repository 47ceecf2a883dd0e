using System.Buffers.Binary;
using System.Globalization;
using System.IO.Hashing;

namespace Assay.Binaries;

/// <summary>A hash of all bytes of an image: equal images have equal ones. Not made to withstand an attacker who looks for two images with the same.</summary>
internal static class ContentHash
{
    private const int ChunkSize = 1 << 18;

    /// <summary>The hash. Reads the whole image.</summary>
    /// <param name="image">The image; its file must be open.</param>
    public static UInt128 Of(BinaryImage image) => UInt128.Parse(image.Ask("hash of all bytes", () => [Of((at, chunk) => image.ReadContent(at, chunk)).ToString("x32", CultureInfo.InvariantCulture)])[0], NumberStyles.HexNumber, CultureInfo.InvariantCulture);

    /// <summary>The hash of any content.</summary>
    /// <param name="read">Reads at an offset and says how many bytes it got; none at the end.</param>
    public static UInt128 Of(Func<long, byte[], int> read)
    {
        XxHash128 hash = new();
        byte[] chunk = new byte[ChunkSize];
        long at = 0;
        for (int count; (count = read(at, chunk)) > 0; at += count) hash.Append(chunk.AsSpan(0, count));
        return BinaryPrimitives.ReadUInt128LittleEndian(hash.GetCurrentHash());
    }
}
