using System.Buffers.Binary;
using System.Text;

namespace Assay.Primitives;

/// <summary>Builds the bytes of a small file front to back, with places that are filled in later. The counterpart of <see cref="ByteReader"/>.</summary>
/// <param name="bigEndian">The byte order of the numbers.</param>
internal sealed class ByteWriter(bool bigEndian)
{
    private byte[] bytes = new byte[1024];
    private int length;

    /// <summary>How many bytes there are; also the offset of the next one.</summary>
    public int Length => length;

    /// <summary>True when numbers have their most significant byte first.</summary>
    public bool BigEndian => bigEndian;

    /// <summary>Appends one byte.</summary>
    /// <param name="value">The byte.</param>
    public ByteWriter Byte(byte value)
    {
        Reserve(1)[0] = value;
        return this;
    }

    /// <summary>Appends a 16-bit number.</summary>
    /// <param name="value">The number.</param>
    public ByteWriter UInt16(ushort value)
    {
        Put(Reserve(2), value, 2);
        return this;
    }

    /// <summary>Appends a 32-bit number.</summary>
    /// <param name="value">The number.</param>
    public ByteWriter UInt32(uint value)
    {
        Put(Reserve(4), value, 4);
        return this;
    }

    /// <summary>Appends a 64-bit number.</summary>
    /// <param name="value">The number.</param>
    public ByteWriter UInt64(ulong value)
    {
        Put(Reserve(8), value, 8);
        return this;
    }

    /// <summary>Appends a number of the width of an address.</summary>
    /// <param name="value">The number; its upper half is dropped when it is narrow.</param>
    /// <param name="wide">True for 64 bits.</param>
    public ByteWriter Word(ulong value, bool wide) => wide ? UInt64(value) : UInt32((uint)value);

    /// <summary>Appends an unsigned LEB128 number.</summary>
    /// <param name="value">The number.</param>
    public ByteWriter Uleb128(ulong value)
    {
        while (value >= 0x80)
        {
            Byte((byte)(value | 0x80));
            value >>= 7;
        }

        return Byte((byte)value);
    }

    /// <summary>Appends bytes as they are.</summary>
    /// <param name="value">The bytes.</param>
    public ByteWriter Bytes(ReadOnlySpan<byte> value)
    {
        value.CopyTo(Reserve(value.Length));
        return this;
    }

    /// <summary>Appends text in UTF-8 and a NUL.</summary>
    /// <param name="text">The text.</param>
    public ByteWriter CString(string text) => Bytes(Encoding.UTF8.GetBytes(text)).Byte(0);

    /// <summary>Appends text in UTF-8, cut or filled with NUL to a fixed size.</summary>
    /// <param name="text">The text.</param>
    /// <param name="size">The size in bytes.</param>
    public ByteWriter Fixed(string text, int size)
    {
        byte[] encoded = Encoding.UTF8.GetBytes(text);
        encoded.AsSpan(0, Math.Min(encoded.Length, size)).CopyTo(Reserve(size));
        return this;
    }

    /// <summary>Appends zero bytes.</summary>
    /// <param name="count">How many.</param>
    public ByteWriter Zeros(int count)
    {
        Reserve(count);
        return this;
    }

    /// <summary>Appends zero bytes up to a multiple of a power of two.</summary>
    /// <param name="alignment">The power of two.</param>
    public ByteWriter Align(int alignment) => Zeros(-length & (alignment - 1));

    /// <summary>Overwrites a 32-bit number that was written before.</summary>
    /// <param name="offset">Where it is.</param>
    /// <param name="value">The number.</param>
    public void SetUInt32(int offset, uint value) => Put(bytes.AsSpan(offset, 4), value, 4);

    /// <summary>Overwrites bytes that were written before.</summary>
    /// <param name="offset">Where they start.</param>
    /// <param name="value">The bytes.</param>
    public void SetBytes(int offset, ReadOnlySpan<byte> value) => value.CopyTo(bytes.AsSpan(offset, value.Length));

    /// <summary>The bytes so far.</summary>
    public ReadOnlySpan<byte> Written => bytes.AsSpan(0, length);

    /// <summary>A copy of the bytes.</summary>
    public byte[] ToArray() => Written.ToArray();

    private Span<byte> Reserve(int count)
    {
        if (bytes.Length - length < count) Array.Resize(ref bytes, Math.Max(bytes.Length * 2, length + count));
        Span<byte> span = bytes.AsSpan(length, count);
        length += count;
        return span;
    }

    private void Put(Span<byte> span, ulong value, int size)
    {
        Span<byte> wide = stackalloc byte[8];
        if (bigEndian) BinaryPrimitives.WriteUInt64BigEndian(wide, value);
        else BinaryPrimitives.WriteUInt64LittleEndian(wide, value);
        (bigEndian ? wide[^size..] : wide[..size]).CopyTo(span);
    }
}
