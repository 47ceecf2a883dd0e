namespace Assay.Binaries.MachO;

/// <summary>A section that is being laid out.</summary>
/// <param name="name">Its name.</param>
/// <param name="flags">Its flags.</param>
/// <param name="size">Its size in bytes.</param>
internal sealed class LayoutSection(string name, uint flags, ulong size)
{
    public string Name => name;

    public uint Flags => flags;

    public ulong Size => size;

    /// <summary>The offset that a section without content states all the same.</summary>
    public uint ToldOffset { get; init; }

    public int Offset { get; set; }

    public ulong Address { get; set; }

    public bool IsZeroFill => new MachOSection("", name, default) { Flags = flags }.IsZeroFill;
}
