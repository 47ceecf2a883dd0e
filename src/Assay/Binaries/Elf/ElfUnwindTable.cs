using System.Buffers.Binary;
using Assay.Binaries.Code;
using Assay.Primitives;

namespace Assay.Binaries.Elf;

/// <summary>
/// The functions of an ELF file by its unwind tables, which survive stripping: the sorted table of <c>.eh_frame_hdr</c> gives the beginnings, each entry of <c>.eh_frame</c> its length (Linux
/// Standard Base, Core, "Exception Frames"). Only the encodings that linkers write are read: 4 bytes, relative to the table or to the place.
/// </summary>
internal sealed class ElfUnwindTable
{
    // DW_EH_PE_udata4; DW_EH_PE_datarel | DW_EH_PE_sdata4; the low four bits are the size of the format.
    private const byte CountOf4Bytes = 0x03, RelativeToTable = 0x3b;

    private readonly ElfImage image;
    private readonly ReadOnlyMemory<byte> table;
    private readonly ulong header;
    private readonly int count;

    private ElfUnwindTable(ElfImage image, ulong header, ReadOnlyMemory<byte> table)
    {
        this.image = image;
        this.header = header;
        this.table = table;
        count = table.Length / 8;
    }

    /// <summary>The functions in the order of their addresses; entries that make no sense are left out.</summary>
    public IEnumerable<CodeRange> Functions
    {
        get
        {
            for (int i = 0; i < count; i++)
                if (At(i) is { } range) yield return range;
        }
    }

    /// <summary>Reads the header of the table; what cannot be read gives a table without functions.</summary>
    /// <param name="image">The file.</param>
    public static ElfUnwindTable Read(ElfImage image)
    {
        ElfUnwindTable none = new(image, 0, default);
        if (image.Segments.FirstOrDefault(segment => segment.Type == ElfConstants.PT_GNU_EH_FRAME) is not { } segment) return none;
        ulong address = segment.Address.Value;
        ReadOnlySpan<byte> head = image.BytesAt(segment.Address, 12).Span;
        if (head.Length < 12 || head[0] != 1 || head[2] != CountOf4Bytes || head[3] != RelativeToTable || (head[1] & 0x0f) is not (0x0b or 0x03)) return none;
        ulong entries = BinaryPrimitives.ReadUInt32LittleEndian(head[8..]);
        return new ElfUnwindTable(image, address, image.BytesAt(new VirtualAddress(address + 12), (long)Math.Min(entries * 8, int.MaxValue / 2)));
    }

    /// <summary>The function that holds an address, or null.</summary>
    /// <param name="address">The address.</param>
    public CodeRange? Around(ulong address)
    {
        int low = 0, high = count - 1;
        while (low <= high)
        {
            int middle = (low + high) >>> 1;
            if (StartOf(middle) <= address) low = middle + 1;
            else high = middle - 1;
        }

        return high >= 0 && At(high) is { } range && address < range.End ? range : null;
    }

    private ulong StartOf(int index) => Relative(index * 8);

    private CodeRange? At(int index)
    {
        // FDE: length, pointer to its CIE, first address (as its CIE encodes it: 4 bytes here), number of bytes.
        ReadOnlySpan<byte> entry = image.BytesAt(new VirtualAddress(Relative((index * 8) + 4)), 16).Span;
        if (entry.Length < 16) return null;
        ulong start = StartOf(index);
        uint length = BinaryPrimitives.ReadUInt32LittleEndian(entry[12..]);
        return length is > 0 and < 1u << 28 ? new CodeRange(start, start + length) : null;
    }

    private ulong Relative(int at) => unchecked(header + (ulong)(long)BinaryPrimitives.ReadInt32LittleEndian(table.Span[at..]));
}
