using Assay.Primitives;
using Assay.Targets.Cpu;

namespace Assay.Targets;

/// <summary>
/// The processor as libraries that choose their code by it see it. On Linux it is read from <c>/proc/cpuinfo</c> (the fields of arch/x86/kernel/cpu/proc.c and
/// arch/arm64/kernel/cpuinfo.c); for a target that is named, from <c>cpu=</c>.
/// </summary>
/// <param name="Vendor">Who made it.</param>
/// <param name="Core">The name of the core in lower case (<c>neoverse-v1</c>, <c>apple-m4</c>, <c>zen4</c>), or null when only the vendor is known.</param>
/// <param name="HasAvx512">True when it has the AVX-512 of servers (x86-64-v4).</param>
public sealed record Processor(ProcessorVendor Vendor, string? Core, bool HasAvx512)
{
    private static readonly string[] IntelNames = ["skylake", "cascadelake", "cooperlake", "icelake", "sapphirerapids", "emeraldrapids", "haswell", "broadwell", "sandybridge", "ivybridge", "nehalem", "intel"];
    private static readonly string[] Avx512Names = ["skylake-avx512", "cascadelake", "cooperlake", "icelake-server", "sapphirerapids", "emeraldrapids", "zen4", "zen5", "znver4", "znver5"];

    /// <summary>Reads it from <c>/proc/cpuinfo</c>.</summary>
    /// <param name="machine">The running machine.</param>
    /// <param name="level">The level of an x86-64 processor, or null.</param>
    /// <returns>Null when the file says nothing.</returns>
    public static Processor? Detect(IMachine machine, string? level)
    {
        CpuInfoFile file = CpuInfoFile.Read(machine);
        if (OfMaker(file.Text("vendor_id"), level) is { } made) return made;
        return file.Text("CPU implementer") is { } implementer && file.Text("CPU part") is { } part ? OfArm(implementer, part) : null;
    }

    /// <summary>The processor of a maker by the letters that CPUID gives.</summary>
    /// <param name="letters">The letters, such as <c>GenuineIntel</c>; or null.</param>
    /// <param name="level">Its level, or null.</param>
    /// <returns>Null for makers that are not known.</returns>
    internal static Processor? OfMaker(string? letters, string? level) => letters switch
    {
        "GenuineIntel" => new Processor(ProcessorVendor.Intel, null, level == "x86-64-v4"),
        "AuthenticAMD" => new Processor(ProcessorVendor.Amd, null, level == "x86-64-v4"),
        _ => null,
    };

    /// <summary>The processor that a name means.</summary>
    /// <param name="name">The name, as in <c>cpu=apple-m4</c>.</param>
    /// <returns>Null for names that tell no vendor: levels such as <c>x86-64-v3</c>.</returns>
    public static Processor? OfName(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        string lower = name.ToLowerInvariant();
        ProcessorVendor vendor = lower switch
        {
            _ when lower.StartsWith("apple", StringComparison.Ordinal) => ProcessorVendor.Apple,
            _ when lower.StartsWith("neoverse", StringComparison.Ordinal) || lower.StartsWith("cortex", StringComparison.Ordinal) => ProcessorVendor.Arm,
            _ when lower.StartsWith("zen", StringComparison.Ordinal) || lower.StartsWith("znver", StringComparison.Ordinal) || lower.StartsWith("amd", StringComparison.Ordinal) => ProcessorVendor.Amd,
            _ when Array.Exists(IntelNames, known => lower.StartsWith(known, StringComparison.Ordinal)) => ProcessorVendor.Intel,
            _ => ProcessorVendor.Unknown,
        };
        return vendor == ProcessorVendor.Unknown ? null : new Processor(vendor, lower, Array.Exists(Avx512Names, known => lower.StartsWith(known, StringComparison.Ordinal)));
    }

    // arch/arm64/include/asm/cputype.h of Linux: ARM_CPU_IMP_* and *_CPU_PART_*.
    private static Processor? OfArm(string implementer, string part) => (implementer.ToLowerInvariant(), part.ToLowerInvariant()) switch
    {
        ("0x41", "0xd03") => new Processor(ProcessorVendor.Arm, "cortex-a53", false),
        ("0x41", "0xd08") => new Processor(ProcessorVendor.Arm, "cortex-a72", false),
        ("0x41", "0xd0b") => new Processor(ProcessorVendor.Arm, "cortex-a76", false),
        ("0x41", "0xd0c") => new Processor(ProcessorVendor.Arm, "neoverse-n1", false),
        ("0x41", "0xd40") => new Processor(ProcessorVendor.Arm, "neoverse-v1", false),
        ("0x41", "0xd49") => new Processor(ProcessorVendor.Arm, "neoverse-n2", false),
        ("0x41", "0xd4f") => new Processor(ProcessorVendor.Arm, "neoverse-v2", false),
        ("0x41", _) => new Processor(ProcessorVendor.Arm, null, false),
        ("0x61", "0x022" or "0x023" or "0x024" or "0x025" or "0x028" or "0x029") => new Processor(ProcessorVendor.Apple, "apple-m1", false),
        ("0x61", "0x032" or "0x033" or "0x034" or "0x035" or "0x038" or "0x039") => new Processor(ProcessorVendor.Apple, "apple-m2", false),
        ("0x61", _) => new Processor(ProcessorVendor.Apple, null, false),
        _ => null,
    };
}
