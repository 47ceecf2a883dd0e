using System.Globalization;

namespace Assay.Targets.Cpu;

/// <summary>A processor by the numbers under which libraries know it.</summary>
/// <param name="Maker">On x86 the letters of CPUID (<c>GenuineIntel</c>); on Arm the implementer's code as the kernel writes it (<c>0x41</c>).</param>
/// <param name="Family">On x86 the family, with the extended one added (Intel SDM vol. 2A, CPUID, leaf 1); 0 on Arm.</param>
/// <param name="Number">On x86 the model, with the extended one above it; on Arm the part of MIDR_EL1.</param>
public readonly record struct CpuModel(string Maker, int Family, int Number)
{
    private const int MostHexDigits = 6;

    /// <summary>Reads the written form.</summary>
    /// <param name="text"><c>GenuineIntel/6/0x3c</c> or <c>0x41/0xd08</c>.</param>
    /// <returns>Null when it is neither.</returns>
    public static CpuModel? Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return text.Split('/') switch
        {
            [{ Length: > 0 and <= 12 } maker, var family, var number] when int.TryParse(family, NumberStyles.None, CultureInfo.InvariantCulture, out int read) && Hex(number) is { } model => new CpuModel(maker, read, model),
            [var implementer, var part] when Hex(implementer) is not null && Hex(part) is { } number => new CpuModel(implementer.ToLowerInvariant(), 0, number),
            _ => null,
        };
    }

    /// <summary>What leaf 1 of CPUID says.</summary>
    /// <param name="maker">The letters of leaf 0.</param>
    /// <param name="signature">EAX of leaf 1.</param>
    public static CpuModel OfSignature(string maker, uint signature)
    {
        int family = (int)(signature >> 8 & 0xf);
        return new CpuModel(maker, family == 0xf ? family + (int)(signature >> 20 & 0xff) : family, (int)(signature >> 4 & 0xf | (family is 6 or 0xf ? signature >> 12 & 0xf0 : 0)));
    }

    /// <summary>The written form, which <see cref="Parse"/> reads.</summary>
    public override string ToString() => Maker.StartsWith("0x", StringComparison.Ordinal) ? $"{Maker}/0x{Number:x3}" : string.Create(CultureInfo.InvariantCulture, $"{Maker}/{Family}/0x{Number:x2}");

    private static int? Hex(string text) =>
        text.StartsWith("0x", StringComparison.OrdinalIgnoreCase) && text.Length <= MostHexDigits && int.TryParse(text.AsSpan(2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out int number) ? number : null;
}
