using Assay.Targets;

namespace Assay.Binaries.Elf;

/// <summary>From ELF's numbers to the neutral words.</summary>
internal static class ElfKinds
{
    public static Architecture Architecture(ElfHeader header) => (header.Machine, header.Class) switch
    {
        (ElfConstants.EM_X86_64, ElfClass.Elf64) => Targets.Architecture.X86_64,
        (ElfConstants.EM_386, ElfClass.Elf32) => Targets.Architecture.X86,
        (ElfConstants.EM_AARCH64, ElfClass.Elf64) => Targets.Architecture.Arm64,
        (ElfConstants.EM_ARM, ElfClass.Elf32) => Targets.Architecture.Arm,
        (ElfConstants.EM_RISCV, ElfClass.Elf64) => Targets.Architecture.RiscV64,
        (ElfConstants.EM_PPC64, ElfClass.Elf64) => header.BigEndian ? Targets.Architecture.Ppc64 : Targets.Architecture.Ppc64Le,
        (ElfConstants.EM_S390, ElfClass.Elf64) => Targets.Architecture.S390X,
        (ElfConstants.EM_LOONGARCH, ElfClass.Elf64) => Targets.Architecture.LoongArch64,
        _ => Targets.Architecture.Unknown,
    };

    public static OperatingSystemKind Platform(ElfHeader header) =>
        header.OsAbi is ElfConstants.ELFOSABI_NONE or ElfConstants.ELFOSABI_GNU ? OperatingSystemKind.Linux : OperatingSystemKind.Other;

    public static SymbolKind SymbolKind(in ElfSymbol symbol) => symbol.Type switch
    {
        0 => Binaries.SymbolKind.Untyped,
        1 or 5 => Binaries.SymbolKind.Data,
        2 => Binaries.SymbolKind.Function,
        6 => Binaries.SymbolKind.ThreadLocal,
        10 => Binaries.SymbolKind.IndirectFunction,
        _ => Binaries.SymbolKind.Other,
    };
}
