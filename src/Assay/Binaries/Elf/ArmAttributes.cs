namespace Assay.Binaries.Elf;

/// <summary>What tools wrote down of a file's 32-bit Arm code, in the words of the ABI ("Build attributes"). Parts compiled for different processors are put together: the highest counts, whether or not that part runs.</summary>
/// <param name="Architecture"><c>Tag_CPU_arch</c>, a number of the ABI (6 for v6, 10 for v7, 14 for v8).</param>
public sealed record ArmAttributes(int Architecture)
{
    private const int V6T2 = 8, V7 = 10, V7EM = 13, V8 = 14;

    private static readonly string[] Names =
        ["pre-v4", "v4", "v4T", "v5T", "v5TE", "v5TEJ", "v6", "v6KZ", "v6T2", "v6K", "v7", "v6-M", "v6S-M", "v7E-M", "v8", "v8-R", "v8-M.baseline", "v8-M.mainline", "v8.1-A", "v8.2-A", "v8.3-A", "v8.1-M.mainline", "v9"];

    /// <summary>The architecture as readelf writes it: <c>v6</c>, <c>v7</c>.</summary>
    public string ArchitectureName => NameOf(Architecture);

    /// <summary><c>Tag_CPU_arch_profile</c>: A for applications, R for real time, M for microcontrollers, S for A or R; null when not stated.</summary>
    public char? Profile { get; init; }

    /// <summary><c>Tag_THUMB_ISA_use</c>: 0 none, 1 the 16-bit instructions, 2 Thumb-2, 3 what the architecture has.</summary>
    public int Thumb { get; init; }

    /// <summary><c>Tag_FP_arch</c>: 0 none, 1 VFPv1, 2 VFPv2, 3 VFPv3, 4 VFPv3-D16, 5 VFPv4, 6 VFPv4-D16, 7 that of Armv8, 8 the same with 16 registers.</summary>
    public int FloatingPoint { get; init; }

    /// <summary><c>Tag_Advanced_SIMD_arch</c>: 0 none, 1 NEON, 2 NEON with fused multiply-add, 3 that of Armv8, 4 that of Armv8.1.</summary>
    public int Vectors { get; init; }

    /// <summary>True when numbers with a fraction are handed over in floating-point registers (<c>Tag_ABI_VFP_args</c> 1, what Linux calls hard float).</summary>
    public bool PassesFloatsInRegisters { get; init; }

    /// <summary>The name of an architecture; its number where it has none.</summary>
    /// <param name="architecture">The number.</param>
    internal static string NameOf(int architecture) => architecture >= 0 && architecture < Names.Length ? Names[architecture] : $"{architecture}";

    /// <summary>The number of an architecture, or null for a text that is neither a name nor a number.</summary>
    /// <param name="name">The name.</param>
    internal static int? NumberOf(string name) => Array.IndexOf(Names, name) is >= 0 and int index ? index : byte.TryParse(name, out byte number) && number < 0x80 ? number : null;

    /// <summary>True when the file claims more than processors of a version of the architecture have. That none of its claims goes further proves nothing the other way round: hand-written parts may leave no trace in this tag.</summary>
    /// <param name="version">The version: 6, 7 or 8.</param>
    public bool IsBeyond(int version) => version switch
    {
        // v6KZ and v6K come before and after v6T2 in the table: Arm1176 is a v6KZ and has nothing of v6T2.
        6 => Architecture is V6T2 or V7 or >= V7EM,
        7 => Architecture >= V8,
        _ => false,
    };
}
