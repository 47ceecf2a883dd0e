using System.Globalization;
using Assay.Targets;
using static Assay.Binaries.MachO.MachOConstants;

namespace Assay.Binaries.MachO;

/// <summary>What <c>cputype</c> and <c>cpusubtype</c> pairs are called.</summary>
internal static class CpuNames
{
    // The first pair of a name is the one the assembler writes.
    private static readonly (string Name, uint Type, uint Subtype)[] Known =
    [
        ("x86_64", CPU_TYPE_X86_64, 3),
        ("x86_64h", CPU_TYPE_X86_64, CPU_SUBTYPE_X86_64_H),
        ("arm64", CPU_TYPE_ARM64, 0),
        ("arm64v8", CPU_TYPE_ARM64, CPU_SUBTYPE_ARM64_V8),
        ("arm64e", CPU_TYPE_ARM64, CPU_SUBTYPE_ARM64E),
        ("i386", CPU_TYPE_X86, 3),
        ("arm64_32", CPU_TYPE_ARM64_32, 1),
        ("armv4t", CPU_TYPE_ARM, 5),
        ("armv6", CPU_TYPE_ARM, 6),
        ("armv7", CPU_TYPE_ARM, 9),
        ("armv7s", CPU_TYPE_ARM, 11),
        ("armv7k", CPU_TYPE_ARM, 12),
        ("arm", CPU_TYPE_ARM, 0),
        ("ppc", CPU_TYPE_POWERPC, 0),
        ("ppc64", CPU_TYPE_POWERPC64, 0),
    ];

    /// <summary>The name in the words of dyld and lipo; <c>cputype-subtype</c> in hexadecimal when there is none.</summary>
    /// <param name="type">The <c>cputype</c> field.</param>
    /// <param name="subtype">The <c>cpusubtype</c> field; its high byte holds capability bits and does not change the name.</param>
    public static string Name(uint type, uint subtype)
    {
        uint plain = subtype & ~CPU_SUBTYPE_MASK;
        foreach ((string name, uint knownType, uint knownSubtype) in Known)
        {
            if (knownType == type && knownSubtype == plain) return name;
        }

        return type switch
        {
            CPU_TYPE_X86_64 => "x86_64",
            CPU_TYPE_X86 => "i386",
            CPU_TYPE_POWERPC => "ppc",
            CPU_TYPE_POWERPC64 => "ppc64",
            _ => $"0x{type:x}-0x{plain:x}",
        };
    }

    /// <summary>The pair a name stands for, or null.</summary>
    /// <param name="name">A name as <see cref="Name"/> gives it.</param>
    public static (uint Type, uint Subtype)? Find(string name)
    {
        foreach ((string known, uint type, uint subtype) in Known)
        {
            if (known == name) return (type, known == "arm64e" ? subtype | CPU_SUBTYPE_PTRAUTH_ABI : subtype);
        }

        string[] numbers = name.Split('-');
        return numbers.Length == 2 && Hexadecimal(numbers[0]) is { } otherType && Hexadecimal(numbers[1]) is { } otherSubtype ? (otherType, otherSubtype) : null;
    }

    /// <summary>The neutral architecture.</summary>
    /// <param name="type">The <c>cputype</c> field.</param>
    /// <param name="subtype">The <c>cpusubtype</c> field.</param>
    public static Architecture Neutral(uint type, uint subtype) => type switch
    {
        CPU_TYPE_X86_64 => Architecture.X86_64,
        CPU_TYPE_X86 => Architecture.X86,
        CPU_TYPE_ARM64 => (subtype & ~CPU_SUBTYPE_MASK) == CPU_SUBTYPE_ARM64E ? Architecture.Arm64E : Architecture.Arm64,
        CPU_TYPE_ARM or CPU_TYPE_ARM64_32 => Architecture.Arm,
        CPU_TYPE_POWERPC64 => Architecture.Ppc64,
        _ => Architecture.Unknown,
    };

    private static uint? Hexadecimal(string text) =>
        text.StartsWith("0x", StringComparison.Ordinal) && uint.TryParse(text.AsSpan(2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out uint value) ? value : null;
}
