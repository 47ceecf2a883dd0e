namespace Assay.Targets;

/// <summary>A processor architecture, in the words Python's platform tags use where there are several.</summary>
public enum Architecture
{
    /// <summary>Not known or not one of these.</summary>
    Unknown,

    /// <summary>AMD64, Intel 64.</summary>
    X86_64,

    /// <summary>32-bit x86.</summary>
    X86,

    /// <summary>64-bit Arm (aarch64, arm64).</summary>
    Arm64,

    /// <summary>64-bit Arm with pointer authentication, as macOS's own programs use it.</summary>
    Arm64E,

    /// <summary>32-bit Arm.</summary>
    Arm,

    /// <summary>64-bit RISC-V.</summary>
    RiscV64,

    /// <summary>64-bit little-endian POWER.</summary>
    Ppc64Le,

    /// <summary>64-bit big-endian POWER.</summary>
    Ppc64,

    /// <summary>IBM Z.</summary>
    S390X,

    /// <summary>64-bit LoongArch.</summary>
    LoongArch64,
}
