using Assay.Primitives;

namespace Assay.Targets.Cpu;

/// <summary>What <c>/proc/cpuinfo</c> says (arch/x86/kernel/cpu/proc.c, arch/arm64/kernel/cpuinfo.c): a paragraph for every core.</summary>
internal sealed class CpuInfoFile
{
    // A thousand cores of x86 take a megabyte and a half. What lies behind is not read: one core is like another.
    private const int Limit = 1 << 21;

    private readonly string[] lines;

    private CpuInfoFile(string text) => lines = text.Split('\n');

    /// <summary>Reads the file; one that is not there says nothing.</summary>
    /// <param name="machine">The machine.</param>
    public static CpuInfoFile Read(IMachine machine) => new(TextDecoding.Utf8OrLatin1(machine.ReadPseudoFile("/proc/cpuinfo", Limit)));

    /// <summary>The words behind a name in the part of the first core that has it; empty when none has.</summary>
    /// <param name="name">The name.</param>
    public string[] Field(string name) => Fields(name).FirstOrDefault() ?? [];

    /// <summary>The text behind a name in the part of the first core that has it, or null.</summary>
    /// <param name="name">The name.</param>
    public string? Text(string name) => Field(name) is { Length: > 0 } words ? string.Join(' ', words) : null;

    /// <summary>The different words behind a name, core by core: two on a machine of large and small cores.</summary>
    /// <param name="name">The name.</param>
    public IEnumerable<string> Distinct(string name) => Fields(name).Select(words => string.Join(' ', words)).Distinct(StringComparer.Ordinal);

    /// <summary>The features that all cores have: a thread may find itself on any of them. Null when the file names none.</summary>
    /// <param name="isArm">True on Arm.</param>
    public CpuFeatures? Features(bool isArm)
    {
        CpuFeatures? common = null;
        foreach (string text in Distinct(isArm ? "Features" : "flags"))
        {
            CpuFeatures own = CpuFeatureNames.OfLinux(text.Split(' '), isArm);
            common = common is { } before ? before & own : own;
        }

        return common;
    }

    // The last line counts only when it is complete.
    private IEnumerable<string[]> Fields(string name)
    {
        foreach (string line in lines.SkipLast(1))
        {
            if (!line.StartsWith(name, StringComparison.Ordinal)) continue;
            int colon = line.IndexOf(':', StringComparison.Ordinal);
            if (colon >= name.Length && string.IsNullOrWhiteSpace(line[name.Length..colon])) yield return line[(colon + 1)..].Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries);
        }
    }
}
