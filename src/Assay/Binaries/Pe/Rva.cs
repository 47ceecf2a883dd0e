namespace Assay.Binaries.Pe;

/// <summary>A relative virtual address: a position in the memory of a loaded PE image, in bytes from its base.</summary>
/// <param name="Value">The number of bytes.</param>
public readonly record struct Rva(uint Value)
{
    /// <summary>True when nothing is pointed at.</summary>
    public bool IsZero => Value == 0;

    /// <summary>The address in hexadecimal, as every dump tool prints it.</summary>
    public override string ToString() => $"0x{Value:x}";
}
