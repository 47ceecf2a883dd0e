using System.Globalization;

namespace Assay.Binaries.Elf;

/// <summary>The names of the dynamic relocation types of the machines that scientific Python is built for (glibc's elf.h and the psABI of each).</summary>
internal static class ElfRelocationNames
{
    public static string Name(ushort machine, uint type) => (machine switch
    {
        ElfConstants.EM_X86_64 => X86_64(type),
        ElfConstants.EM_AARCH64 => Arm64(type),
        ElfConstants.EM_RISCV => RiscV(type),
        _ => null,
    }) ?? type.ToString(CultureInfo.InvariantCulture);

    private static string? X86_64(uint type) => type switch
    {
        1 => "R_X86_64_64",
        2 => "R_X86_64_PC32",
        5 => "R_X86_64_COPY",
        6 => "R_X86_64_GLOB_DAT",
        7 => "R_X86_64_JUMP_SLOT",
        8 => "R_X86_64_RELATIVE",
        16 => "R_X86_64_DTPMOD64",
        17 => "R_X86_64_DTPOFF64",
        ElfConstants.R_X86_64_TPOFF64 => "R_X86_64_TPOFF64",
        36 => "R_X86_64_TLSDESC",
        37 => "R_X86_64_IRELATIVE",
        _ => null,
    };

    private static string? Arm64(uint type) => type switch
    {
        257 => "R_AARCH64_ABS64",
        1024 => "R_AARCH64_COPY",
        1025 => "R_AARCH64_GLOB_DAT",
        1026 => "R_AARCH64_JUMP_SLOT",
        1027 => "R_AARCH64_RELATIVE",
        1028 => "R_AARCH64_TLS_DTPMOD64",
        1029 => "R_AARCH64_TLS_DTPREL64",
        ElfConstants.R_AARCH64_TLS_TPREL64 => "R_AARCH64_TLS_TPREL64",
        1031 => "R_AARCH64_TLSDESC",
        1032 => "R_AARCH64_IRELATIVE",
        _ => null,
    };

    private static string? RiscV(uint type) => type switch
    {
        1 => "R_RISCV_32",
        2 => "R_RISCV_64",
        3 => "R_RISCV_RELATIVE",
        4 => "R_RISCV_COPY",
        5 => "R_RISCV_JUMP_SLOT",
        7 => "R_RISCV_TLS_DTPMOD64",
        9 => "R_RISCV_TLS_DTPREL64",
        11 => "R_RISCV_TLS_TPREL64",
        58 => "R_RISCV_IRELATIVE",
        _ => null,
    };
}
