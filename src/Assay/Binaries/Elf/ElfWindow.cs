using Assay.Primitives;

namespace Assay.Binaries.Elf;

/// <summary>A table whose length only its own content tells: starts small and reads further when asked to.</summary>
internal sealed class ElfWindow
{
    private readonly ElfFileView view;
    private readonly ElfPointer pointer;
    private readonly long available;

    public ElfWindow(ElfFileView view, ElfPointer pointer, long firstGuess)
    {
        this.view = view;
        this.pointer = pointer;
        Table = view.ReadAt(pointer, (ulong)Math.Max(firstGuess, 16));
        view.TryMap(pointer.Address, out _, out available);
    }

    /// <summary>What has been read so far.</summary>
    public ElfTable Table { get; private set; }

    /// <summary>Makes sure that a position is inside <see cref="Table"/>; throws when the file has no such byte.</summary>
    /// <param name="end">The position behind the last byte needed, from the start of the table.</param>
    public void Ensure(long end)
    {
        if (end <= Table.Length) return;
        if (end <= Math.Min(available, ElfFileView.TableLimit))
            Table = view.ReadAt(pointer, (ulong)Math.Max(end, Table.Length * 2L));
        if (end > Table.Length)
            throw new MalformedInputException(Table.Offset, pointer.Record, $"at least {end} bytes", $"{Table.Length}");
    }
}
