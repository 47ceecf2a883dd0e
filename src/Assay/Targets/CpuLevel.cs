using Assay.Primitives;

namespace Assay.Targets;

/// <summary>The x86-64 level of a CPU by its feature flags (x86-64 psABI, "Micro-Architecture Levels").</summary>
public static class CpuLevel
{
    private const int Limit = 1 << 14;

    private static readonly string[][] Levels =
    [
        ["cx16", "lahf_lm", "popcnt", "sse4_1", "sse4_2", "ssse3"],
        ["abm", "avx", "avx2", "bmi1", "bmi2", "f16c", "fma", "movbe", "xsave"],
        ["avx512f", "avx512bw", "avx512cd", "avx512dq", "avx512vl"],
    ];

    /// <summary>Reads the level of the first CPU from <c>/proc/cpuinfo</c>.</summary>
    /// <param name="machine">The running machine.</param>
    /// <param name="architecture">Its architecture.</param>
    /// <returns><c>x86-64</c> to <c>x86-64-v4</c>; null on other architectures or when the file says nothing.</returns>
    public static string? Detect(IMachine machine, Architecture architecture)
    {
        if (architecture != Architecture.X86_64) return null;
        string[] flags = Field(machine, "flags");
        return flags.Length == 0 ? null : OfFlags(flags);
    }

    /// <summary>The words behind a name in the first CPU's part of <c>/proc/cpuinfo</c>.</summary>
    /// <param name="machine">The running machine.</param>
    /// <param name="name">The name, as the Linux kernel writes it.</param>
    /// <returns>The words; empty when the file does not have the name.</returns>
    internal static string[] Field(IMachine machine, string name)
    {
        string text = TextDecoding.Utf8OrLatin1(machine.ReadPseudoFile("/proc/cpuinfo", Limit));
        int start = text.IndexOf($"\n{name}\t", StringComparison.Ordinal);
        int colon = start < 0 ? -1 : text.IndexOf(':', start);
        int end = colon < 0 ? -1 : text.IndexOf('\n', colon);
        return end < 0 ? [] : text[(colon + 1)..end].Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries);
    }

    /// <summary>The level of a set of flags, named as the Linux kernel names them.</summary>
    /// <param name="flags">The flags.</param>
    public static string OfFlags(IEnumerable<string> flags)
    {
        HashSet<string> has = [.. flags];

        // The kernel writes LZCNT as "abm" on AMD and Intel alike; OSXSAVE is not listed, but without it there is no "avx".
        int level = 1 + Levels.TakeWhile(needed => needed.All(has.Contains)).Count();
        return level == 1 ? "x86-64" : $"x86-64-v{level}";
    }
}
