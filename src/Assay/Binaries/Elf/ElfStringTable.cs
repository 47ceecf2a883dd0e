using Assay.Primitives;

namespace Assay.Binaries.Elf;

/// <summary>
/// The dynamic string table (DT_STRTAB). A large one is read whole only for symbol names; the handful of names in the dynamic section is fetched
/// in small pieces. Like ld.so, it does not let DT_STRSZ end a string: only the segment does.
/// </summary>
internal sealed class ElfStringTable
{
    private const int SmallTable = 32768;
    private const int Piece = 1024;
    private const int LongestString = 1 << 20;

    private readonly ElfFileView view;
    private readonly ElfPointer pointer;
    private readonly Lazy<ElfTable> whole;
    private readonly bool small;
    private readonly ulong size;
    private long pieceStart;
    private ElfTable piece;

    public ElfStringTable(ElfFileView view, ElfPointer pointer, ulong size)
    {
        this.view = view;
        this.pointer = pointer;
        this.size = size;
        small = size <= SmallTable;
        whole = new Lazy<ElfTable>(() => view.Faults.Guard(default(ElfTable), () => view.ReadWholeAt(pointer, size)));
    }

    /// <summary>All its bytes, read on first use.</summary>
    public ReadOnlySpan<byte> Whole => whole.Value.Bytes.Span;

    /// <summary>What one reader of this table may spend on names.</summary>
    public ElfNameBudget NewBudget() => new((long)Math.Min(size, long.MaxValue / 8));

    /// <summary>The text at an offset; throws when the budget is used up and when it is outside the file or has no end.</summary>
    /// <param name="offset">The offset from the start of the table.</param>
    /// <param name="record">The record that refers to it, for the fault.</param>
    /// <param name="from">Where that record is.</param>
    /// <param name="budget">What the text is charged to.</param>
    public string Text(ulong offset, string record, FileOffset from, ElfNameBudget budget)
    {
        string text = Text(offset, record, from);
        budget.Spend(text.Length, record, from);
        return text;
    }

    private string Text(ulong offset, string record, FileOffset from)
    {
        if (small || whole.IsValueCreated)
        {
            if (TryName((uint)Math.Min(offset, uint.MaxValue), out ReadOnlySpan<byte> bytes)) return ElfText.Decode(bytes);
        }

        lock (whole)
        {
            if (TryPiece(offset, out string? text)) return text;
            for (int count = Piece; count <= LongestString; count *= 8)
            {
                if (unchecked(pointer.Address.Value + offset) < offset || !view.TryMap(new VirtualAddress(pointer.Address.Value + offset), out FileOffset at, out long available))
                    break;
                piece = view.Read(at, (ulong)Math.Min(count, available));
                pieceStart = (long)offset;
                if (TryPiece(offset, out text)) return text;
            }
        }

        throw new MalformedInputException(from, record, "a string inside DT_STRTAB", $"offset 0x{offset:x}");
    }

    /// <summary>The bytes of a symbol's name; empty when the offset is outside the table or the name has no end.</summary>
    /// <param name="offset">The offset from the start of the table.</param>
    public ReadOnlySpan<byte> NameBytes(uint offset) => TryName(offset, out ReadOnlySpan<byte> name) ? name : default;

    private bool TryName(uint offset, out ReadOnlySpan<byte> name)
    {
        name = default;
        ReadOnlySpan<byte> bytes = Whole;
        if (offset >= (uint)bytes.Length) return false;
        bytes = bytes[(int)offset..];
        int end = bytes.IndexOf((byte)0);
        if (end < 0) return false;
        name = bytes[..end];
        return true;
    }

    private bool TryPiece(ulong offset, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out string? text)
    {
        text = null;
        if (offset < (ulong)pieceStart || offset - (ulong)pieceStart >= (ulong)piece.Length) return false;
        ReadOnlySpan<byte> bytes = piece.Bytes.Span[(int)(offset - (ulong)pieceStart)..];
        int end = bytes.IndexOf((byte)0);
        if (end < 0) return false;
        text = ElfText.Decode(bytes[..end]);
        return true;
    }
}
