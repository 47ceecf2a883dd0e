namespace Assay.Binaries.MachO;

/// <summary>A piece of the link-edit data, as a load command states it. Not checked against the file.</summary>
/// <param name="SliceOffset">Where it starts, in bytes from the start of the slice.</param>
/// <param name="Size">Its size in bytes.</param>
public readonly record struct LinkEditRange(uint SliceOffset, uint Size)
{
    /// <summary>True when there is nothing.</summary>
    public bool IsEmpty => Size == 0;

    /// <summary>The first byte after it, in bytes from the start of the slice.</summary>
    public long End => (long)SliceOffset + Size;
}
