using Assay.Binaries.Elf;
using Assay.Targets;

namespace Assay.Loading.Glibc;

/// <summary>What the loader of one architecture expects of a file, and the numbers it uses (glibc sysdeps, elf.h).</summary>
/// <param name="Architecture">The architecture.</param>
/// <param name="Machine"><c>e_machine</c> of its files.</param>
/// <param name="Class">EI_CLASS of its files.</param>
/// <param name="Data">EI_DATA of its files.</param>
/// <param name="Platform">AT_PLATFORM as the kernel gives it: the value of <c>$PLATFORM</c>.</param>
/// <param name="Interpreter">The usual PT_INTERP.</param>
/// <param name="CacheFlags"><c>_DL_CACHE_DEFAULT_ID</c> of sysdeps/unix/sysv/linux/*/dl-cache.h.</param>
/// <param name="StackIsExecutableByDefault">What a file without PT_GNU_STACK asks for (DEFAULT_STACK_PERMS of sysdeps/*/stackinfo.h).</param>
/// <param name="StaticTlsRelocation">The relocation that needs room in the static thread-local block.</param>
/// <param name="TlsDescriptorRelocation">The relocation that uses such room when there is some.</param>
/// <param name="AbiVersions">LIBC_ABI_MAX: the EI_ABIVERSION values of GNU files are below it.</param>
/// <param name="FirstVersion">The oldest symbol version of its glibc: <c>GLIBC_2.2.5</c>.</param>
internal sealed record ElfAbi(
    Architecture Architecture,
    ushort Machine,
    ElfClass Class,
    ElfData Data,
    string Platform,
    string Interpreter,
    int CacheFlags,
    bool StackIsExecutableByDefault,
    uint StaticTlsRelocation,
    uint TlsDescriptorRelocation,
    int AbiVersions,
    string FirstVersion)
{
    private static readonly ElfAbi[] All =
    [
        new(Architecture.X86_64, ElfConstants.EM_X86_64, ElfClass.Elf64, ElfData.LittleEndian, "x86_64", "/lib64/ld-linux-x86-64.so.2", 0x303, true, 18, 36, 4, "GLIBC_2.2.5"),
        new(Architecture.X86, ElfConstants.EM_386, ElfClass.Elf32, ElfData.LittleEndian, "i686", "/lib/ld-linux.so.2", 0x003, true, 14, 41, 4, "GLIBC_2.0"),
        new(Architecture.Arm64, ElfConstants.EM_AARCH64, ElfClass.Elf64, ElfData.LittleEndian, "aarch64", "/lib/ld-linux-aarch64.so.1", 0xa03, false, 1030, 1031, 3, "GLIBC_2.17"),
        new(Architecture.Arm, ElfConstants.EM_ARM, ElfClass.Elf32, ElfData.LittleEndian, "v7l", "/lib/ld-linux-armhf.so.3", 0x903, true, 19, 13, 3, "GLIBC_2.4"),
        new(Architecture.RiscV64, ElfConstants.EM_RISCV, ElfClass.Elf64, ElfData.LittleEndian, "", "/lib/ld-linux-riscv64-lp64d.so.1", 0x1003, false, 11, 12, 4, "GLIBC_2.27"),
        new(Architecture.Ppc64Le, ElfConstants.EM_PPC64, ElfClass.Elf64, ElfData.LittleEndian, "power8", "/lib64/ld64.so.2", 0x503, true, 73, uint.MaxValue, 4, "GLIBC_2.17"),
        new(Architecture.S390X, ElfConstants.EM_S390, ElfClass.Elf64, ElfData.BigEndian, "z10", "/lib/ld64.so.1", 0x403, true, 56, uint.MaxValue, 3, "GLIBC_2.2"),
    ];

    /// <summary>True when the thread-local blocks end at the thread pointer (TLS_TCB_AT_TP), false when they start behind it.</summary>
    public bool ThreadBlocksEndAtPointer => Architecture is Architecture.X86_64 or Architecture.X86 or Architecture.S390X;

    /// <summary>True on x86, where files may ask for a CPU level.</summary>
    public bool HasCpuLevels => Architecture is Architecture.X86_64 or Architecture.X86;

    /// <summary>The size of the ELF header in bytes.</summary>
    public int HeaderSize => Class == ElfClass.Elf64 ? 64 : 52;

    /// <summary>The size of a program header in bytes.</summary>
    public int ProgramHeaderSize => Class == ElfClass.Elf64 ? 56 : 32;

    /// <summary>The expectations of an architecture.</summary>
    /// <param name="architecture">The architecture.</param>
    /// <returns>The expectations, or null for one whose loader is not modelled.</returns>
    public static ElfAbi? Of(Architecture architecture) => Array.Find(All, abi => abi.Architecture == architecture);
}
