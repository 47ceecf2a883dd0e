namespace Assay.Primitives;

/// <summary>A position in a file, in bytes from its start.</summary>
/// <param name="Value">The number of bytes.</param>
public readonly record struct FileOffset(long Value)
{
    /// <summary>The offset in hexadecimal, as every dump tool prints it.</summary>
    public override string ToString() => $"0x{Value:x}";
}
