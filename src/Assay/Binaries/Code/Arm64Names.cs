namespace Assay.Binaries.Code;

/// <summary>What instructions of arm64 beyond the baseline are called; exactly for the atomic ones, which are met most, and by their kind for others.</summary>
internal static class Arm64Names
{
    private static readonly string[] Operations = ["add", "clr", "eor", "set", "smax", "smin", "umax", "umin"];

    /// <summary>The name of an instruction.</summary>
    /// <param name="word">The instruction.</param>
    /// <param name="row">The row of the table that decides for it.</param>
    public static string Of(uint word, Arm64Pattern row) => row.Feature switch
    {
        Targets.Cpu.CpuFeature.ArmLse => Atomic(word),
        _ => row.Instructions.Contains(',', StringComparison.Ordinal) ? "one of " + row.Instructions : row.Instructions,
    };

    // Arm ARM, C4.1.94: size 31:30, acquire 23, release 22, opcode 15:12 of atomic memory operations; cas and casp are load/store exclusive forms with acquire 22 and release 15.
    private static string Atomic(uint word)
    {
        string size = (word >> 30) switch { 0 => "b", 1 => "h", _ => "" };
        if ((word & 0x3fa07c00) == 0x08a07c00) return "cas" + Order((word >> 22 & 1) != 0, (word >> 15 & 1) != 0) + size;
        if ((word & 0xbfa07c00) == 0x08207c00) return "casp" + Order((word >> 22 & 1) != 0, (word >> 15 & 1) != 0);
        string order = Order((word >> 23 & 1) != 0, (word >> 22 & 1) != 0);
        return (word >> 15 & 1) != 0 ? "swp" + order + size : "ld" + Operations[word >> 12 & 7] + order + size;
    }

    private static string Order(bool acquires, bool releases) => (acquires ? "a" : "") + (releases ? "l" : "");
}
