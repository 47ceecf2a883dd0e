using Assay.Primitives;

namespace Assay.Tests.Primitives;

/// <summary>The cursor reads what is there, in the byte order it was told, and says where it ran out.</summary>
public sealed class ByteReaderTests
{
    [Fact]
    public void Numbers_are_read_in_both_byte_orders()
    {
        byte[] bytes = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15];
        ByteReader little = new(bytes, default, bigEndian: false, "numbers");
        Assert.Equal((0x0201, 0x06050403u, 0x0e0d0c0b0a090807ul, 15), (little.ReadUInt16(), little.ReadUInt32(), little.ReadUInt64(), little.ReadByte()));
        ByteReader big = new(bytes, default, bigEndian: true, "numbers");
        Assert.Equal((0x0102, 0x03040506u, 0x0708090a0b0c0d0eul, 15), (big.ReadUInt16(), big.ReadUInt32(), big.ReadUInt64(), big.ReadByte()));
    }

    [Fact]
    public void Running_out_of_bytes_says_where_and_in_what()
    {
        MalformedInputException malformed = Assert.Throws<MalformedInputException>(() =>
        {
            ByteReader reader = new([1, 2, 3], new FileOffset(0x40), bigEndian: false, "Elf64_Phdr") { RecordIndex = 2 };
            reader.ReadUInt16();
            reader.ReadUInt32();
        });
        Assert.Equal("Elf64_Phdr[2] at 0x42: expected 4 bytes, found 1", malformed.Message);
    }

    [Theory]
    [InlineData("00", 0ul)]
    [InlineData("e58e26", 624485ul)]
    [InlineData("ffffffffffffffffff01", ulong.MaxValue)]
    public void Unsigned_leb128_is_read_up_to_64_bits(string bytes, ulong expected) => Assert.Equal(expected, Reader(bytes).ReadUleb128());

    [Theory]
    [InlineData("02", 2)]
    [InlineData("7e", -2)]
    [InlineData("ff00", 127)]
    [InlineData("807f", -128)]
    [InlineData("8080808080808080807f", long.MinValue)]
    public void Signed_leb128_is_read_up_to_64_bits(string bytes, long expected) => Assert.Equal(expected, Reader(bytes).ReadSleb128());

    [Theory]
    [InlineData("ffffffffffffffffff02")]
    [InlineData("80808080808080808080808000")]
    [InlineData("80")]
    public void A_leb128_that_is_too_long_or_has_no_end_is_malformed(string bytes) => Assert.Throws<MalformedInputException>(() => Reader(bytes).ReadUleb128());

    [Fact]
    public void A_string_ends_at_its_nul_and_must_have_one()
    {
        ByteReader reader = new("one\0two"u8, default, bigEndian: false, "names");
        Assert.Equal("one"u8.ToArray(), reader.ReadCString().ToArray());
        Assert.Equal(4, reader.Position);
        Assert.Throws<MalformedInputException>(() =>
        {
            ByteReader open = new("two"u8, default, bigEndian: false, "names");
            open.ReadCString();
        });
    }

    [Theory]
    [InlineData(0, 8, true)]
    [InlineData(8, 0, true)]
    [InlineData(4, 5, false)]
    [InlineData(-1, 1, false)]
    [InlineData(1, -1, false)]
    [InlineData(long.MaxValue, 1, false)]
    [InlineData(1, long.MaxValue, false)]
    public void A_slice_stays_inside_its_bytes(long from, long count, bool isInside)
    {
        bool sliced = true;
        try
        {
            ByteReader slice = new ByteReader(new byte[8], new FileOffset(100), bigEndian: false, "whole").Slice(from, count, "part");
            Assert.Equal(new FileOffset(100 + from), slice.Offset);
        }
        catch (MalformedInputException)
        {
            sliced = false;
        }

        Assert.Equal(isInside, sliced);
    }

    private static ByteReader Reader(string bytes) => new(Convert.FromHexString(bytes), default, bigEndian: false, "leb128");
}
