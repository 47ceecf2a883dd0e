using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;

namespace Assay.Primitives;

/// <summary>
/// A bounded cursor over bytes of a file: the only code that turns raw bytes into numbers. It knows where its bytes are in the file and which record
/// is being read, so that running out of bytes says where and in what. Reading past the end throws <see cref="MalformedInputException"/>.
/// </summary>
internal ref struct ByteReader
{
    private readonly ReadOnlySpan<byte> bytes;
    private readonly long start;
    private int position;

    /// <summary>Starts at the first of the bytes.</summary>
    /// <param name="bytes">The bytes to read.</param>
    /// <param name="start">Where the first of them is in the file.</param>
    /// <param name="bigEndian">The byte order of the numbers.</param>
    /// <param name="record">What is being read, in the format's own words.</param>
    public ByteReader(ReadOnlySpan<byte> bytes, FileOffset start, bool bigEndian, string record)
    {
        this.bytes = bytes;
        this.start = start.Value;
        BigEndian = bigEndian;
        Record = record;
        RecordIndex = -1;
    }

    /// <summary>True when numbers have their most significant byte first.</summary>
    public bool BigEndian { get; }

    /// <summary>What is being read, for faults.</summary>
    public string Record { get; set; }

    /// <summary>Which of several equal records is being read, or -1; costs nothing until a fault has to name it.</summary>
    public int RecordIndex { get; set; }

    /// <summary>The number of bytes this reader may touch.</summary>
    public readonly int Length => bytes.Length;

    /// <summary>The cursor, in bytes from the first byte of this reader. Setting it outside the bytes throws.</summary>
    public int Position
    {
        readonly get => position;
        set
        {
            if ((uint)value > (uint)bytes.Length) Fail($"a position below {bytes.Length}", $"{value}");
            position = value;
        }
    }

    /// <summary>The bytes left behind the cursor.</summary>
    public readonly int Remaining => bytes.Length - position;

    /// <summary>Where the cursor is in the file.</summary>
    public readonly FileOffset Offset => new(start + position);

    /// <summary>One byte.</summary>
    public byte ReadByte() => Take(1)[0];

    /// <summary>A 16-bit number.</summary>
    public ushort ReadUInt16()
    {
        ReadOnlySpan<byte> taken = Take(2);
        return BigEndian ? BinaryPrimitives.ReadUInt16BigEndian(taken) : BinaryPrimitives.ReadUInt16LittleEndian(taken);
    }

    /// <summary>A 32-bit number.</summary>
    public uint ReadUInt32()
    {
        ReadOnlySpan<byte> taken = Take(4);
        return BigEndian ? BinaryPrimitives.ReadUInt32BigEndian(taken) : BinaryPrimitives.ReadUInt32LittleEndian(taken);
    }

    /// <summary>A signed 32-bit number.</summary>
    public int ReadInt32() => unchecked((int)ReadUInt32());

    /// <summary>A 64-bit number.</summary>
    public ulong ReadUInt64()
    {
        ReadOnlySpan<byte> taken = Take(8);
        return BigEndian ? BinaryPrimitives.ReadUInt64BigEndian(taken) : BinaryPrimitives.ReadUInt64LittleEndian(taken);
    }

    /// <summary>A number of the width of an address: 64 bits, or 32 bits widened.</summary>
    /// <param name="wide">True for 64 bits.</param>
    public ulong ReadWord(bool wide) => wide ? ReadUInt64() : ReadUInt32();

    /// <summary>An unsigned LEB128 number (DWARF 5, 7.6), at most 64 bits.</summary>
    public ulong ReadUleb128()
    {
        ulong value = 0;
        for (int shift = 0; shift < 70; shift += 7)
        {
            byte next = ReadByte();
            ulong bits = next & 0x7fUL;
            if (shift == 63 && bits > 1) break;
            value |= bits << shift;
            if ((next & 0x80) == 0) return value;
        }

        Fail("a ULEB128 number of at most 64 bits", "a longer one");
        return 0;
    }

    /// <summary>A signed LEB128 number (DWARF 5, 7.6), at most 64 bits.</summary>
    public long ReadSleb128()
    {
        long value = 0;
        for (int shift = 0; shift < 70; shift += 7)
        {
            byte next = ReadByte();
            value |= (next & 0x7fL) << Math.Min(shift, 63);
            if ((next & 0x80) != 0) continue;
            if (shift + 7 < 64 && (next & 0x40) != 0) value |= -1L << (shift + 7);
            return value;
        }

        Fail("an SLEB128 number of at most 64 bits", "a longer one");
        return 0;
    }

    /// <summary>The next bytes, without copying.</summary>
    /// <param name="count">How many.</param>
    public ReadOnlySpan<byte> ReadBytes(long count) => Take(count);

    /// <summary>The bytes up to the next NUL, which is passed over and not returned. Throws when there is no NUL.</summary>
    public ReadOnlySpan<byte> ReadCString()
    {
        ReadOnlySpan<byte> rest = bytes[position..];
        int length = rest.IndexOf((byte)0);
        if (length < 0) Fail("a string that ends in NUL", "the end of the table");
        position += length + 1;
        return rest[..length];
    }

    /// <summary>Passes over bytes.</summary>
    /// <param name="count">How many; may come from the file.</param>
    public void Skip(long count) => Take(count);

    /// <summary>A reader of its own for a part of these bytes; this cursor does not move.</summary>
    /// <param name="from">Where the part starts, from the first byte of this reader.</param>
    /// <param name="count">How long it is; both may come from the file.</param>
    /// <param name="record">What is in it.</param>
    public readonly ByteReader Slice(long from, long count, string record)
    {
        if (from < 0 || count < 0 || from > bytes.Length || count > bytes.Length - from)
            throw new MalformedInputException(new FileOffset(start), record, $"a range within {bytes.Length} bytes", $"{count} bytes at {from}");
        return new ByteReader(bytes.Slice((int)from, (int)count), new FileOffset(start + from), BigEndian, record);
    }

    /// <summary>Ends the reading with a fault at the cursor.</summary>
    /// <param name="expected">What should be there.</param>
    /// <param name="found">What is there instead.</param>
    [DoesNotReturn]
    public readonly void Fail(string expected, string found) =>
        throw new MalformedInputException(Offset, RecordIndex < 0 ? Record : $"{Record}[{RecordIndex}]", expected, found);

    private ReadOnlySpan<byte> Take(long count)
    {
        if ((ulong)count > (ulong)(bytes.Length - position)) Fail($"{count} bytes", $"{bytes.Length - position}");
        ReadOnlySpan<byte> taken = bytes.Slice(position, (int)count);
        position += (int)count;
        return taken;
    }
}
