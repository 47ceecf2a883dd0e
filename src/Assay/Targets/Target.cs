using Assay.Primitives;
using Assay.Targets.Cpu;

namespace Assay.Targets;

/// <summary>Where code is to run. The host is one target among others.</summary>
public sealed record Target
{
    private readonly CpuFeatures? announced;

    /// <summary>The written form, for example <c>linux-glibc2.36-x86_64</c> (see <see cref="TargetName"/>).</summary>
    public string Name => TargetName.Format(this);

    /// <summary>The operating system.</summary>
    public required OperatingSystemKind Os { get; init; }

    /// <summary>Version of macOS or Windows; null on Linux or when not known.</summary>
    public PackedVersion? OsVersion { get; init; }

    /// <summary>The C library of a Linux target.</summary>
    public LibcKind Libc { get; init; }

    /// <summary>Version of the C library; null when not known (it is then read from the target's files).</summary>
    public PackedVersion? LibcVersion { get; init; }

    /// <summary>The architecture that code is run as (x86_64 for a translated process on Apple Silicon).</summary>
    public required Architecture Architecture { get; init; }

    /// <summary>The CPU's name (<c>apple-m1</c>, <c>x86-64-v3</c>), or null when not stated.</summary>
    public string? Cpu { get; init; }

    /// <summary>Whose processor it is and which; null when that is not known.</summary>
    public Processor? Processor { get; init; }

    /// <summary>The numbers under which libraries know its processor; null when they are not known.</summary>
    public CpuModels? Models { get; init; }

    /// <summary>What its instructions can be, beyond the baseline of the architecture; null when that is not known, and then nothing is said about them.</summary>
    public CpuFeatures? Features { get; init; }

    /// <summary>
    /// What programs are told that ask what the processor has, as those do that bring code for several. The same as <see cref="Features"/> except where code runs that
    /// nobody announces: AVX under the Rosetta 2 of macOS 15; or where a virtual machine announces what does not run.
    /// </summary>
    public CpuFeatures? Announced
    {
        get => announced ?? Features;
        init => announced = value;
    }

    /// <summary>The version of the 32-bit Arm architecture (6 for <c>armv6l</c>, 7 for <c>armv7l</c>); null for other architectures and when not known.</summary>
    public int? ArmVersion { get; init; }

    /// <summary>What glibc calls the CPU in search paths when it is one of Intel; null for others and when not known.</summary>
    public IntelPlatform? IntelPlatform { get; init; }

    /// <summary>Memory page size in bytes; 4096 unless stated or known otherwise (16384 on Apple Silicon).</summary>
    public int PageSize { get; init; } = 4096;

    /// <summary>The translator that runs foreign code (<c>rosetta</c>, <c>prism</c>, <c>qemu</c>), or null.</summary>
    public string? Translation { get; init; }

    /// <summary>True when the target is the machine Assay runs on.</summary>
    public bool IsHost { get; init; }
}
