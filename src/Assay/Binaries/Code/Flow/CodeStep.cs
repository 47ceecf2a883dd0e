using Assay.Targets.Cpu;

namespace Assay.Binaries.Code.Flow;

/// <summary>One instruction, as far as following the code needs it.</summary>
internal struct CodeStep
{
    /// <summary>Where it is.</summary>
    public ulong Address;

    /// <summary>Its length in bytes.</summary>
    public int Length;

    /// <summary>What comes next.</summary>
    public StepFlow Flow;

    /// <summary>Where a jump or call leads; for one through a word of memory, the address of that word. 0 when that is not known.</summary>
    public ulong Target;

    /// <summary>True when <see cref="Target"/> is a word that holds the address.</summary>
    public bool IsThroughSlot;

    /// <summary>What it needs.</summary>
    public CpuFeatures Needs;

    /// <summary>True when it asks what the processor is.</summary>
    public bool AsksProcessor;

    /// <summary>The general register it writes, or -1.</summary>
    public sbyte Writes;

    /// <summary>The general registers it reads, one bit each.</summary>
    public uint Reads;

    /// <summary>True when it sets the flags that branches test.</summary>
    public bool WritesFlags;

    /// <summary>True when it reads them.</summary>
    public bool ReadsFlags;

    /// <summary>What memory it reads.</summary>
    public MemoryUse Loads;

    /// <summary>What memory it writes.</summary>
    public MemoryUse Stores;

    /// <summary>True when an operand is a vector register.</summary>
    public bool UsesVectors;

    /// <summary>The address in the image that it computes or reads from, or 0.</summary>
    public ulong PointsAt;

    /// <summary>The address of the next instruction.</summary>
    public readonly ulong Next => Address + (ulong)Length;
}

/// <summary>What comes after an instruction.</summary>
internal enum StepFlow : byte
{
    /// <summary>The next one.</summary>
    Next,

    /// <summary>Another place.</summary>
    Jump,

    /// <summary>Either of the two.</summary>
    Branch,

    /// <summary>A function, and then the next one.</summary>
    Call,

    /// <summary>The caller.</summary>
    Return,

    /// <summary>Nothing: it traps.</summary>
    End,
}

/// <summary>Which memory an instruction uses.</summary>
internal enum MemoryUse : byte
{
    /// <summary>None.</summary>
    None,

    /// <summary>The stack.</summary>
    Stack,

    /// <summary>The thread's own block at a fixed place: the canary of the stack.</summary>
    Canary,

    /// <summary>Any other.</summary>
    Other,
}
