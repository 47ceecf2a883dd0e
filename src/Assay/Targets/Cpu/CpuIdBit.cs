using System.Globalization;

namespace Assay.Targets.Cpu;

/// <summary>One bit of what CPUID answers.</summary>
/// <param name="Leaf">The leaf asked for.</param>
/// <param name="SubLeaf">Its sub-leaf.</param>
/// <param name="Register">0 for EAX to 3 for EDX.</param>
/// <param name="Bit">The bit.</param>
internal readonly record struct CpuIdBit(uint Leaf, uint SubLeaf, int Register, int Bit)
{
    private static readonly string[] Registers = ["eax", "ebx", "ecx", "edx"];

    /// <summary>Reads the form of the data: leaf in hexadecimal, sub-leaf, register, bit.</summary>
    /// <param name="text">The text.</param>
    public static CpuIdBit Parse(string text)
    {
        string[] parts = text.Split(' ');
        return new CpuIdBit(uint.Parse(parts[0], NumberStyles.HexNumber, CultureInfo.InvariantCulture), uint.Parse(parts[1], CultureInfo.InvariantCulture), Array.IndexOf(Registers, parts[2]), int.Parse(parts[3], CultureInfo.InvariantCulture));
    }

    /// <summary>As the manuals write it: <c>CPUID.07H.0:EBX[5]</c>.</summary>
    public override string ToString() => $"CPUID.{Leaf:X2}H.{SubLeaf}:{Registers[Register].ToUpperInvariant()}[{Bit}]";
}
