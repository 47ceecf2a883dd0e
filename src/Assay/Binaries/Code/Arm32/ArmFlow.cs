namespace Assay.Binaries.Code.Arm32;

/// <summary>Where execution goes on behind an instruction of 32-bit Arm.</summary>
internal enum ArmFlow
{
    /// <summary>At the next one, whatever it does to registers and memory.</summary>
    Next,

    /// <summary>At the target.</summary>
    Jump,

    /// <summary>At the target or at the next one.</summary>
    Branch,

    /// <summary>At the target, and then at the next one.</summary>
    Call,

    /// <summary>Outside of the function, or where nobody can tell.</summary>
    Exit,

    /// <summary>Outside of the function, or at the next one.</summary>
    MayExit,

    /// <summary>Nowhere: a trap that was put there on purpose.</summary>
    Trap,
}
