namespace Assay.Targets;

/// <summary>Who made a processor, or whose design it is.</summary>
public enum ProcessorVendor
{
    /// <summary>Not known, or another.</summary>
    Unknown,

    /// <summary>Intel.</summary>
    Intel,

    /// <summary>AMD.</summary>
    Amd,

    /// <summary>Apple.</summary>
    Apple,

    /// <summary>Arm: Neoverse and Cortex.</summary>
    Arm,
}
