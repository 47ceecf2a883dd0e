namespace Assay.Binaries.Elf;

/// <summary>What an assembled file needs to know of its machine. Relocation numbers from glibc's elf.h and the psABI of each machine.</summary>
/// <param name="Name">The word for it in descriptions.</param>
/// <param name="Number"><c>e_machine</c>.</param>
/// <param name="Class">The class it is used with.</param>
/// <param name="Data">The byte order it is used with.</param>
internal sealed record ElfMachine(string Name, ushort Number, ElfClass Class, ElfData Data)
{
    /// <summary>True when relocations carry their addend (RELA).</summary>
    public bool HasAddends { get; init; } = true;

    /// <summary>The type that stores the address of a symbol.</summary>
    public uint SymbolRelocation { get; init; } = 1;

    /// <summary>The type that stores an address of the file itself.</summary>
    public uint RelativeRelocation { get; init; } = 3;

    /// <summary>The type for a thread-local symbol that need not be in the static block.</summary>
    public uint DynamicTlsRelocation { get; init; } = 1;

    /// <summary>The type that demands a place in the static thread-local block, or null where none is known here.</summary>
    public uint? InitialExecRelocation { get; init; }

    /// <summary>The largest page of its systems in bytes, which linkers align to.</summary>
    public long LargestPage { get; init; } = 0x1000;

    /// <summary>Machine code of a function that returns 0.</summary>
    public byte[] Stub { get; init; } = new byte[8];

    /// <summary>The machines that have a name.</summary>
    public static readonly ElfMachine[] Known =
    [
        new("x86_64", ElfConstants.EM_X86_64, ElfClass.Elf64, ElfData.LittleEndian)
        {
            SymbolRelocation = 6, RelativeRelocation = 8, DynamicTlsRelocation = 16, InitialExecRelocation = ElfConstants.R_X86_64_TPOFF64,
            Stub = [0x31, 0xc0, 0xc3], // xor eax, eax; ret
        },
        new("aarch64", ElfConstants.EM_AARCH64, ElfClass.Elf64, ElfData.LittleEndian)
        {
            SymbolRelocation = 1025, RelativeRelocation = 1027, DynamicTlsRelocation = 1028, InitialExecRelocation = ElfConstants.R_AARCH64_TLS_TPREL64, LargestPage = 0x10000,
            Stub = [0x00, 0x00, 0x80, 0xd2, 0xc0, 0x03, 0x5f, 0xd6], // mov x0, 0; ret
        },
        new("i686", ElfConstants.EM_386, ElfClass.Elf32, ElfData.LittleEndian)
        {
            HasAddends = false, SymbolRelocation = 6, RelativeRelocation = 8, DynamicTlsRelocation = 35, Stub = [0x31, 0xc0, 0xc3],
        },
        new("armv7l", ElfConstants.EM_ARM, ElfClass.Elf32, ElfData.LittleEndian)
        {
            HasAddends = false, SymbolRelocation = 21, RelativeRelocation = 23, DynamicTlsRelocation = 17,
            Stub = [0x00, 0x00, 0xa0, 0xe3, 0x1e, 0xff, 0x2f, 0xe1], // mov r0, 0; bx lr
        },
        new("riscv64", ElfConstants.EM_RISCV, ElfClass.Elf64, ElfData.LittleEndian)
        {
            SymbolRelocation = 2, RelativeRelocation = 3, DynamicTlsRelocation = 7, Stub = [0x01, 0x45, 0x82, 0x80], // c.li a0, 0; ret
        },
        new("ppc64le", ElfConstants.EM_PPC64, ElfClass.Elf64, ElfData.LittleEndian)
        {
            SymbolRelocation = 20, RelativeRelocation = 22, DynamicTlsRelocation = 68, LargestPage = 0x10000,
            Stub = [0x00, 0x00, 0x60, 0x38, 0x20, 0x00, 0x80, 0x4e], // li r3, 0; blr
        },
        new("ppc64", ElfConstants.EM_PPC64, ElfClass.Elf64, ElfData.BigEndian)
        {
            SymbolRelocation = 20, RelativeRelocation = 22, DynamicTlsRelocation = 68, LargestPage = 0x10000,
            Stub = [0x38, 0x60, 0x00, 0x00, 0x4e, 0x80, 0x00, 0x20],
        },
        new("s390x", ElfConstants.EM_S390, ElfClass.Elf64, ElfData.BigEndian)
        {
            SymbolRelocation = 10, RelativeRelocation = 12, DynamicTlsRelocation = 54, Stub = [0xa7, 0x29, 0x00, 0x00, 0x07, 0xfe], // lghi r2, 0; br r14
        },
        new("loongarch64", ElfConstants.EM_LOONGARCH, ElfClass.Elf64, ElfData.LittleEndian)
        {
            SymbolRelocation = 2, RelativeRelocation = 3, DynamicTlsRelocation = 7, LargestPage = 0x10000,
            Stub = [0x04, 0x00, 0x15, 0x00, 0x20, 0x00, 0x00, 0x4c], // move a0, zero; jr ra
        },
    ];

    /// <summary>The machine of a header; one without a name when the combination is unusual.</summary>
    /// <param name="number"><c>e_machine</c>.</param>
    /// <param name="fileClass">EI_CLASS.</param>
    /// <param name="data">EI_DATA.</param>
    public static ElfMachine Of(ushort number, ElfClass fileClass, ElfData data) =>
        Known.FirstOrDefault(machine => machine.Number == number && machine.Class == fileClass && machine.Data == data) ?? new ElfMachine("", number, fileClass, data);

    /// <summary>The machine that a word names, or null. The other usual names are understood too.</summary>
    /// <param name="word">The word.</param>
    public static ElfMachine? Named(string word)
    {
        string name = word switch { "arm64" => "aarch64", "x86" or "i386" => "i686", "arm" => "armv7l", "amd64" => "x86_64", _ => word };
        return Known.FirstOrDefault(machine => machine.Name == name);
    }
}
