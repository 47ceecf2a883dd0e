using System.Buffers.Binary;
using System.Numerics;

namespace Assay.Primitives;

/// <summary>SHA-1 (FIPS 180-4, 6.1) without a native library, for the same reason as <see cref="Sha256"/>. Old code signatures use it.</summary>
internal static class Sha1
{
    /// <summary>The size of a digest in bytes.</summary>
    public const int Size = 20;

    private const int BlockSize = 64;
    private const int Rounds = 80;

    /// <summary>The digest of some bytes.</summary>
    /// <param name="bytes">The bytes.</param>
    public static byte[] HashData(ReadOnlySpan<byte> bytes)
    {
        Span<uint> state = [0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476, 0xc3d2e1f0];
        Span<uint> schedule = stackalloc uint[Rounds];
        int whole = bytes.Length / BlockSize * BlockSize;
        for (int at = 0; at < whole; at += BlockSize) Compress(state, schedule, bytes.Slice(at, BlockSize));
        Span<byte> tail = stackalloc byte[2 * BlockSize];
        foreach (int at in HashPadding.Write(tail, bytes[whole..], bytes.Length)) Compress(state, schedule, tail.Slice(at, BlockSize));
        byte[] digest = new byte[Size];
        for (int word = 0; word < state.Length; word++) BinaryPrimitives.WriteUInt32BigEndian(digest.AsSpan(word * 4), state[word]);
        return digest;
    }

    private static void Compress(Span<uint> state, Span<uint> schedule, ReadOnlySpan<byte> block)
    {
        for (int word = 0; word < 16; word++) schedule[word] = BinaryPrimitives.ReadUInt32BigEndian(block[(word * 4)..]);
        for (int word = 16; word < Rounds; word++)
            schedule[word] = BitOperations.RotateLeft(schedule[word - 3] ^ schedule[word - 8] ^ schedule[word - 14] ^ schedule[word - 16], 1);
        (uint a, uint b, uint c, uint d, uint e) = (state[0], state[1], state[2], state[3], state[4]);
        for (int round = 0; round < Rounds; round++)
        {
            (uint mix, uint constant) = (round / 20) switch
            {
                0 => ((b & c) ^ (~b & d), 0x5a827999u),
                1 => (b ^ c ^ d, 0x6ed9eba1u),
                2 => ((b & c) ^ (b & d) ^ (c & d), 0x8f1bbcdcu),
                _ => (b ^ c ^ d, 0xca62c1d6u),
            };
            uint next = BitOperations.RotateLeft(a, 5) + mix + e + constant + schedule[round];
            (e, d, c, b, a) = (d, c, BitOperations.RotateLeft(b, 30), a, next);
        }

        state[0] += a;
        state[1] += b;
        state[2] += c;
        state[3] += d;
        state[4] += e;
    }
}
