using System.Buffers.Binary;
using System.Numerics;

namespace Assay.Primitives;

/// <summary>
/// SHA-256 (FIPS 180-4, 6.2) without a native library. The base library's own calls OpenSSL on Linux and ends the process where there is none,
/// as in slim containers: a program that examines such places must not depend on it.
/// </summary>
internal static class Sha256
{
    /// <summary>The size of a digest in bytes.</summary>
    public const int Size = 32;

    private const int BlockSize = 64;

    // The first 32 bits of the fractional parts of the cube roots of the first 64 primes (FIPS 180-4, 4.2.2).
    private static readonly uint[] RoundConstants =
    [
        0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5, 0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3,
        0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174, 0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
        0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967, 0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13,
        0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85, 0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
        0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3, 0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208,
        0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2,
    ];

    /// <summary>The digest of some bytes.</summary>
    /// <param name="bytes">The bytes.</param>
    public static byte[] HashData(ReadOnlySpan<byte> bytes)
    {
        // macOS and Windows bring their own, which is several times faster.
        if (OperatingSystem.IsMacOS() || OperatingSystem.IsWindows()) return System.Security.Cryptography.SHA256.HashData(bytes);
        Span<uint> state = [0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19];
        Span<uint> schedule = stackalloc uint[BlockSize];
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
        for (int word = 16; word < BlockSize; word++)
        {
            uint older = schedule[word - 15], newer = schedule[word - 2];
            uint small0 = BitOperations.RotateRight(older, 7) ^ BitOperations.RotateRight(older, 18) ^ (older >> 3);
            uint small1 = BitOperations.RotateRight(newer, 17) ^ BitOperations.RotateRight(newer, 19) ^ (newer >> 10);
            schedule[word] = schedule[word - 16] + small0 + schedule[word - 7] + small1;
        }

        (uint a, uint b, uint c, uint d) = (state[0], state[1], state[2], state[3]);
        (uint e, uint f, uint g, uint h) = (state[4], state[5], state[6], state[7]);
        ReadOnlySpan<uint> constants = RoundConstants;
        for (int round = 0; round < BlockSize; round++)
        {
            uint big1 = BitOperations.RotateRight(e, 6) ^ BitOperations.RotateRight(e, 11) ^ BitOperations.RotateRight(e, 25);
            uint first = h + big1 + ((e & f) ^ (~e & g)) + constants[round] + schedule[round];
            uint big0 = BitOperations.RotateRight(a, 2) ^ BitOperations.RotateRight(a, 13) ^ BitOperations.RotateRight(a, 22);
            uint second = big0 + ((a & b) ^ (a & c) ^ (b & c));
            (h, g, f, e) = (g, f, e, d + first);
            (d, c, b, a) = (c, b, a, first + second);
        }

        state[0] += a;
        state[1] += b;
        state[2] += c;
        state[3] += d;
        state[4] += e;
        state[5] += f;
        state[6] += g;
        state[7] += h;
    }
}
