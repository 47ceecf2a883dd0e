using System.Buffers.Binary;

namespace Assay.Binaries.Elf;

/// <summary>Grows a table in the byte order and width of a file.</summary>
internal sealed class ElfByteWriter(ElfMachine machine)
{
    private readonly List<byte> bytes = [];

    public bool Wide { get; } = machine.Class != ElfClass.Elf32;

    public int Length => bytes.Count;

    public byte[] ToArray() => [.. bytes];

    public ElfByteWriter Byte(int value)
    {
        bytes.Add((byte)value);
        return this;
    }

    public ElfByteWriter Half(int value) => Number((ulong)value, 2);

    public ElfByteWriter Int(ulong value) => Number(value, 4);

    public ElfByteWriter Word(ulong value) => Number(value, Wide ? 8 : 4);

    public ElfByteWriter Bytes(ReadOnlySpan<byte> value)
    {
        bytes.AddRange(value);
        return this;
    }

    public ElfByteWriter Align(int alignment)
    {
        while (bytes.Count % alignment != 0) bytes.Add(0);
        return this;
    }

    private ElfByteWriter Number(ulong value, int size)
    {
        Span<byte> number = stackalloc byte[8];
        if (machine.Data == ElfData.BigEndian)
        {
            BinaryPrimitives.WriteUInt64BigEndian(number, value);
            bytes.AddRange(number[(8 - size)..]);
        }
        else
        {
            BinaryPrimitives.WriteUInt64LittleEndian(number, value);
            bytes.AddRange(number[..size]);
        }

        return this;
    }
}
