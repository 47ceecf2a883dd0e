namespace Assay.Binaries.Code.Arm32;

/// <summary>One instruction of 32-bit Arm, as far as it matters to a processor of version 6 of the architecture.</summary>
/// <param name="Size">Its length in bytes.</param>
/// <param name="Flow">Where execution goes on.</param>
/// <param name="Target">Where it jumps to, bit 0 set for Thumb code; 0 where it does not or nobody can tell.</param>
internal readonly record struct ArmStep(int Size, ArmFlow Flow = ArmFlow.Next, uint Target = 0)
{
    /// <summary>The name of an instruction that version 6 certainly does not define and that is executed without a condition; null for all others.</summary>
    public string? Newer { get; init; }

    /// <summary>True for Thumb-2, of which a processor of version 6 takes each half for an instruction of its own: it does something else, and not always SIGILL.</summary>
    public bool IsMisread { get; init; }

    /// <summary>What is known of the first register afterwards.</summary>
    public ArmResult Result { get; init; }
}

/// <summary>What is known of the register with a function's result.</summary>
internal enum ArmResult
{
    /// <summary>The instruction does not write it.</summary>
    Kept,

    /// <summary>Something else.</summary>
    Unknown,

    /// <summary>It holds 0.</summary>
    Zero,

    /// <summary>It holds -1.</summary>
    MinusOne,
}
