using System.Buffers.Binary;

namespace Assay.Primitives;

/// <summary>The end of a message as SHA-1 and SHA-256 see it: a one bit, zeros, and the length in bits (FIPS 180-4, 5.1.1).</summary>
internal static class HashPadding
{
    private const int BlockSize = 64;

    /// <summary>Writes the last block, or the last two where the length does not fit into one.</summary>
    /// <param name="tail">Two zeroed blocks.</param>
    /// <param name="rest">The bytes behind the last whole block.</param>
    /// <param name="length">The length of the whole message in bytes.</param>
    /// <returns>Where the blocks to be hashed start.</returns>
    public static int[] Write(Span<byte> tail, ReadOnlySpan<byte> rest, long length)
    {
        tail.Clear();
        rest.CopyTo(tail);
        tail[rest.Length] = 0x80;
        int end = rest.Length + 1 + 8 <= BlockSize ? BlockSize : 2 * BlockSize;
        BinaryPrimitives.WriteInt64BigEndian(tail[(end - 8)..], length * 8);
        return end == BlockSize ? [0] : [0, BlockSize];
    }
}
