using Assay.Primitives;

namespace Assay.Binaries.Elf;

/// <summary>A table whose length only its own content tells: starts small and reads further when asked to.</summary>
internal sealed class ElfWindow
{
    private readonly ElfFileView view;
    private readonly VirtualAddress address;
    private readonly string record;
    private readonly long available;

    public ElfWindow(ElfFileView view, VirtualAddress address, long firstGuess, string record)
    {
        this.view = view;
        this.address = address;
        this.record = record;
        Table = view.ReadAt(address, (ulong)Math.Max(firstGuess, 16), record);
        view.TryMap(address, out _, out available);
    }

    /// <summary>What has been read so far.</summary>
    public ElfTable Table { get; private set; }

    /// <summary>Makes sure that a position is inside <see cref="Table"/>; throws when the file has no such byte.</summary>
    /// <param name="end">The position behind the last byte needed, from the start of the table.</param>
    public void Ensure(long end)
    {
        if (end <= Table.Length) return;
        if (end <= Math.Min(available, ElfFileView.TableLimit))
            Table = view.ReadAt(address, (ulong)Math.Max(end, Table.Length * 2L), record);
        if (end > Table.Length)
            throw new MalformedInputException(Table.Offset, record, $"at least {end} bytes", $"{Table.Length}");
    }
}
