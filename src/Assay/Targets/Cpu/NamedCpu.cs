namespace Assay.Targets.Cpu;

/// <summary>A processor, an architecture's level or a translator that has a name (<c>cpus.json</c>).</summary>
/// <param name="Name">The name, in lower case with hyphens.</param>
/// <param name="Architecture">Its architecture.</param>
/// <param name="Features">What its instructions can be. Where its makers built several, what any of them has.</param>
public sealed record NamedCpu(string Name, Architecture Architecture, CpuFeatures Features)
{
    /// <summary>What programs are told that ask; less than <see cref="Features"/> where a translator keeps quiet about some, more where a virtual machine announces what does not run.</summary>
    public CpuFeatures Announced { get; init; } = Features;

    /// <summary>Who made it, or whose design it is.</summary>
    public ProcessorVendor Vendor { get; init; }

    /// <summary>The numbers under which libraries know the processors of this name; null for a level, and where they are not known.</summary>
    public CpuModels? Models { get; init; }

    /// <summary>The name of the core for libraries that look at the processor; null where that is its own name.</summary>
    public string? Core { get; init; }

    /// <summary>True for a level of the architecture: it is no processor, but what processors are guaranteed to have.</summary>
    public bool IsLevel { get; init; }

    /// <summary>The version of the 32-bit Arm architecture (6 or 7); null for others.</summary>
    public int? ArmVersion { get; init; }

    /// <summary>What is to be known of the row, such as sources that disagree; null when there is nothing.</summary>
    public string? Note { get; init; }

    /// <summary>The other names.</summary>
    internal string[] Aliases { get; init; } = [];
}
