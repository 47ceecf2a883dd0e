namespace Assay.Binaries.Elf;

/// <summary>Numbers of elf.h (glibc 2.36, include/elf.h), under their own names.</summary>
internal static class ElfConstants
{
    public const ushort ET_REL = 1;
    public const ushort ET_EXEC = 2;
    public const ushort ET_DYN = 3;
    public const ushort ET_CORE = 4;

    public const ushort EM_386 = 3;
    public const ushort EM_MIPS = 8;
    public const ushort EM_PPC64 = 21;
    public const ushort EM_S390 = 22;
    public const ushort EM_ARM = 40;
    public const ushort EM_X86_64 = 62;
    public const ushort EM_AARCH64 = 183;
    public const ushort EM_RISCV = 243;
    public const ushort EM_LOONGARCH = 258;
    public const ushort EM_ALPHA = 0x9026;

    public const byte ELFOSABI_NONE = 0;
    public const byte ELFOSABI_GNU = 3;

    public const uint PT_LOAD = 1;
    public const uint PT_DYNAMIC = 2;
    public const uint PT_INTERP = 3;
    public const uint PT_NOTE = 4;
    public const uint PT_PHDR = 6;
    public const uint PT_TLS = 7;
    public const uint PT_GNU_EH_FRAME = 0x6474e550;
    public const uint PT_GNU_STACK = 0x6474e551;
    public const uint PT_GNU_RELRO = 0x6474e552;
    public const uint PT_GNU_PROPERTY = 0x6474e553;

    public const uint PF_X = 1;
    public const uint PF_W = 2;
    public const uint PF_R = 4;

    public const ushort PN_XNUM = 0xffff;

    public const uint SHT_SYMTAB = 2;
    public const uint SHT_DYNSYM = 11;

    public const long DT_NULL = 0;
    public const long DT_NEEDED = 1;
    public const long DT_PLTRELSZ = 2;
    public const long DT_HASH = 4;
    public const long DT_STRTAB = 5;
    public const long DT_SYMTAB = 6;
    public const long DT_RELA = 7;
    public const long DT_RELASZ = 8;
    public const long DT_RELAENT = 9;
    public const long DT_STRSZ = 10;
    public const long DT_SYMENT = 11;
    public const long DT_INIT = 12;
    public const long DT_FINI = 13;
    public const long DT_SONAME = 14;
    public const long DT_RPATH = 15;
    public const long DT_SYMBOLIC = 16;
    public const long DT_REL = 17;
    public const long DT_RELSZ = 18;
    public const long DT_RELENT = 19;
    public const long DT_PLTREL = 20;
    public const long DT_TEXTREL = 22;
    public const long DT_JMPREL = 23;
    public const long DT_BIND_NOW = 24;
    public const long DT_INIT_ARRAY = 25;
    public const long DT_FINI_ARRAY = 26;
    public const long DT_INIT_ARRAYSZ = 27;
    public const long DT_FINI_ARRAYSZ = 28;
    public const long DT_RUNPATH = 29;
    public const long DT_FLAGS = 30;
    public const long DT_RELRSZ = 35;
    public const long DT_RELR = 36;
    public const long DT_RELRENT = 37;
    public const long DT_GNU_HASH = 0x6ffffef5;
    public const long DT_VERSYM = 0x6ffffff0;
    public const long DT_FLAGS_1 = 0x6ffffffb;
    public const long DT_VERDEF = 0x6ffffffc;
    public const long DT_VERDEFNUM = 0x6ffffffd;
    public const long DT_VERNEED = 0x6ffffffe;
    public const long DT_VERNEEDNUM = 0x6fffffff;

    public const ulong DF_SYMBOLIC = 2;
    public const ulong DF_TEXTREL = 4;
    public const ulong DF_1_NOOPEN = 0x40;
    public const ulong DF_1_NODEFLIB = 0x800;
    public const ulong DF_1_PIE = 0x08000000;

    public const ushort SHN_UNDEF = 0;
    public const ushort SHN_ABS = 0xfff1;

    public const ushort VER_FLG_BASE = 1;
    public const ushort VER_FLG_WEAK = 2;
    public const ushort VERSYM_HIDDEN = 0x8000;

    public const uint NT_GNU_BUILD_ID = 3;
    public const uint NT_GNU_PROPERTY_TYPE_0 = 5;
    public const uint GNU_PROPERTY_X86_ISA_1_NEEDED = 0xc0008002;
    public const uint GNU_PROPERTY_X86_ISA_1_USED = 0xc0010002;

    public const uint R_X86_64_RELATIVE = 8;
    public const uint R_X86_64_TPOFF64 = 18;
    public const uint R_AARCH64_RELATIVE = 1027;
    public const uint R_AARCH64_TLS_TPREL64 = 1030;
}
