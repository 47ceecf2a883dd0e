namespace Assay.Binaries.MachO;

/// <summary>A segment that is being laid out.</summary>
/// <param name="name">Its name.</param>
internal sealed class LayoutSegment(string name)
{
    private const int SectionAlignment = 16;

    public string Name => name;

    public uint Maximum { get; set; }

    public uint Initial { get; set; }

    public uint Flags { get; set; }

    public List<LayoutSection> Sections { get; } = [];

    public int Offset { get; set; }

    public int FileSize { get; set; }

    public ulong Address { get; set; }

    public ulong VirtualSize { get; set; }

    /// <summary>Places the sections: those with content first, as linkers do.</summary>
    /// <param name="offset">Where the segment starts in the image.</param>
    /// <param name="address">Where it starts in memory.</param>
    /// <param name="taken">Bytes at its start that are taken already.</param>
    /// <param name="pageSize">Both ends are aligned to this.</param>
    public void Place(int offset, ulong address, int taken, int pageSize)
    {
        (Offset, Address) = (offset, address);
        long at = taken;
        foreach (LayoutSection section in Sections.Where(section => !section.IsZeroFill))
        {
            at = Up(at, SectionAlignment);
            (section.Offset, section.Address) = (offset + (int)at, address + (ulong)at);
            at += (long)section.Size;
        }

        FileSize = (int)Up(at, pageSize);
        foreach (LayoutSection section in Sections.Where(section => section.IsZeroFill))
        {
            at = Up(at, SectionAlignment);
            (section.Offset, section.Address) = ((int)section.ToldOffset, address + (ulong)at);
            at += (long)section.Size;
        }

        VirtualSize = (ulong)Up(at, pageSize);
    }

    private static long Up(long value, int alignment) => (value + alignment - 1) & -alignment;
}
