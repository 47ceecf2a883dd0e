using System.Buffers.Binary;

namespace Assay.Primitives;

/// <summary>The checksum of zip archives (ISO 3309, reflected, polynomial 0xedb88320), eight bytes at a time.</summary>
internal static class Crc32
{
    private const uint Polynomial = 0xedb88320;

    // Row n holds what a byte does that stands n bytes before the end of what is taken at once ("slicing by eight", Kounavis and Berry, 2005).
    private static readonly uint[][] Rows = MakeRows();

    /// <summary>The checksum of some bytes.</summary>
    /// <param name="bytes">The bytes.</param>
    public static uint Of(ReadOnlySpan<byte> bytes)
    {
        uint value = uint.MaxValue;
        while (bytes.Length >= 8)
        {
            uint first = BinaryPrimitives.ReadUInt32LittleEndian(bytes) ^ value;
            uint second = BinaryPrimitives.ReadUInt32LittleEndian(bytes[4..]);
            value = Rows[7][first & 0xff] ^ Rows[6][(first >> 8) & 0xff] ^ Rows[5][(first >> 16) & 0xff] ^ Rows[4][first >> 24]
                ^ Rows[3][second & 0xff] ^ Rows[2][(second >> 8) & 0xff] ^ Rows[1][(second >> 16) & 0xff] ^ Rows[0][second >> 24];
            bytes = bytes[8..];
        }

        foreach (byte each in bytes) value = Rows[0][(value ^ each) & 0xff] ^ (value >> 8);
        return ~value;
    }

    private static uint[][] MakeRows()
    {
        uint[][] rows = new uint[8][];
        for (int row = 0; row < 8; row++) rows[row] = new uint[256];
        for (uint index = 0; index < 256; index++)
        {
            uint value = index;
            for (int bit = 0; bit < 8; bit++) value = (value & 1) == 0 ? value >> 1 : (value >> 1) ^ Polynomial;
            rows[0][index] = value;
        }

        for (int row = 1; row < 8; row++)
            for (int index = 0; index < 256; index++) rows[row][index] = (rows[row - 1][index] >> 8) ^ rows[0][rows[row - 1][index] & 0xff];
        return rows;
    }
}
