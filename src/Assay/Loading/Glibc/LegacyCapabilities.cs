using Assay.Targets;

namespace Assay.Loading.Glibc;

/// <summary>
/// The bits under which <c>ldconfig</c> lists what lies in the subdirectories that glibc 2.37 dropped, and those that fit a CPU (elf/dl-cache.c
/// <c>search_cache</c>, sysdeps/x86/dl-procinfo.h).
/// </summary>
/// <param name="Hardware">Bits of capabilities that the CPU has and that count.</param>
/// <param name="Platform">The one bit of the CPU's own name; 0 when its name is not among those listed.</param>
internal readonly record struct LegacyCapabilities(ulong Hardware, ulong Platform)
{
    // Bit 63 is "tls" and fits every machine; from bit 48 on stand four names: i586, i686, haswell, xeon_phi.
    private const ulong Threads = 1UL << 63, Platforms = 0xfUL << 48, Haswell = 1UL << 50, XeonPhi = 1UL << 51;

    // Below them x86 has sse2, x86_64 and avx512_1; the first does not count.
    private const ulong X86_64 = 1UL << 1, Avx512 = 1UL << 2, Atomics = 1UL << 8;

    /// <summary>What fits a CPU.</summary>
    /// <param name="architecture">The architecture.</param>
    /// <param name="intel">glibc's names for it when it is one of Intel.</param>
    public static LegacyCapabilities Of(Architecture architecture, IntelPlatform? intel) => architecture switch
    {
        Architecture.X86_64 => new(X86_64 | (intel is { HasAvx512: true } ? Avx512 : 0), intel?.Name switch { "haswell" => Haswell, "xeon_phi" => XeonPhi, _ => 0 }),
        Architecture.Arm64 => new(Atomics, 0),
        _ => default,
    };

    /// <summary>True when an entry of the cache with these bits is taken.</summary>
    /// <param name="capabilities">The bits of the entry.</param>
    public bool Fits(ulong capabilities) => (capabilities & ~(Hardware | Threads | Platforms)) == 0 && ((capabilities & Platforms) == 0 || (capabilities & Platforms) == Platform);
}
