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
    public static UInt128 Of(BinaryImage image) => UInt128.Parse(image.Ask("hash of all bytes", () => [Compute(image).ToString("x32", CultureInfo.InvariantCulture)])[0], NumberStyles.HexNumber, CultureInfo.InvariantCulture);

    private static UInt128 Compute(BinaryImage image)
    {
        XxHash128 hash = new();
        byte[] chunk = new byte[ChunkSize];
        long at = 0;
        for (int read; (read = image.ReadContent(at, chunk)) > 0; at += read) hash.Append(chunk.AsSpan(0, read));
        return BinaryPrimitives.ReadUInt128LittleEndian(hash.GetCurrentHash());
    }
}
