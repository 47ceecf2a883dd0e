namespace Assay.Primitives;

/// <summary>A position in the memory of a loaded image, in bytes from the base the file was linked for.</summary>
/// <param name="Value">The number of bytes.</param>
public readonly record struct VirtualAddress(ulong Value)
{
    /// <summary>The address in hexadecimal, as every dump tool prints it.</summary>
    public override string ToString() => $"0x{Value:x}";
}
