using System.Collections.Frozen;

namespace Assay.Binaries.Elf;

/// <summary>The names that readelf prints for numbers in ELF files (binutils 2.40 and glibc's elf.h), without their prefixes.</summary>
internal static class ElfNames
{
    private static readonly FrozenDictionary<long, string> Tags = new Dictionary<long, string>
    {
        [0] = "NULL",
        [1] = "NEEDED",
        [2] = "PLTRELSZ",
        [3] = "PLTGOT",
        [4] = "HASH",
        [5] = "STRTAB",
        [6] = "SYMTAB",
        [7] = "RELA",
        [8] = "RELASZ",
        [9] = "RELAENT",
        [10] = "STRSZ",
        [11] = "SYMENT",
        [12] = "INIT",
        [13] = "FINI",
        [14] = "SONAME",
        [15] = "RPATH",
        [16] = "SYMBOLIC",
        [17] = "REL",
        [18] = "RELSZ",
        [19] = "RELENT",
        [20] = "PLTREL",
        [21] = "DEBUG",
        [22] = "TEXTREL",
        [23] = "JMPREL",
        [24] = "BIND_NOW",
        [25] = "INIT_ARRAY",
        [26] = "FINI_ARRAY",
        [27] = "INIT_ARRAYSZ",
        [28] = "FINI_ARRAYSZ",
        [29] = "RUNPATH",
        [30] = "FLAGS",
        [32] = "PREINIT_ARRAY",
        [33] = "PREINIT_ARRAYSZ",
        [34] = "SYMTAB_SHNDX",
        [35] = "RELRSZ",
        [36] = "RELR",
        [37] = "RELRENT",
        [0x6ffffdf5] = "GNU_PRELINKED",
        [0x6ffffdf6] = "GNU_CONFLICTSZ",
        [0x6ffffdf7] = "GNU_LIBLISTSZ",
        [0x6ffffdf8] = "CHECKSUM",
        [0x6ffffef5] = "GNU_HASH",
        [0x6ffffef6] = "TLSDESC_PLT",
        [0x6ffffef7] = "TLSDESC_GOT",
        [0x6ffffff0] = "VERSYM",
        [0x6ffffff9] = "RELACOUNT",
        [0x6ffffffa] = "RELCOUNT",
        [0x6ffffffb] = "FLAGS_1",
        [0x6ffffffc] = "VERDEF",
        [0x6ffffffd] = "VERDEFNUM",
        [0x6ffffffe] = "VERNEED",
        [0x6fffffff] = "VERNEEDNUM",
        [0x7ffffffd] = "AUXILIARY",
        [0x7fffffff] = "FILTER",
    }.ToFrozenDictionary();

    private static readonly FrozenDictionary<uint, string> Segments = new Dictionary<uint, string>
    {
        [0] = "NULL",
        [1] = "LOAD",
        [2] = "DYNAMIC",
        [3] = "INTERP",
        [4] = "NOTE",
        [5] = "SHLIB",
        [6] = "PHDR",
        [7] = "TLS",
        [0x6474e550] = "GNU_EH_FRAME",
        [0x6474e551] = "GNU_STACK",
        [0x6474e552] = "GNU_RELRO",
        [0x6474e553] = "GNU_PROPERTY",
        [0x70000001] = "EXIDX",
        [0x70000003] = "RISCV_ATTRIBUTES",
    }.ToFrozenDictionary();

    public static string DynamicTag(long tag) => Tags.TryGetValue(tag, out string? name) ? name : $"0x{tag:x}";

    public static string SegmentType(uint type) => Segments.TryGetValue(type, out string? name) ? name : $"0x{type:x}";

    public static string FileType(ushort type) => type switch
    {
        0 => "NONE",
        ElfConstants.ET_REL => "REL",
        ElfConstants.ET_EXEC => "EXEC",
        ElfConstants.ET_DYN => "DYN",
        ElfConstants.ET_CORE => "CORE",
        _ => $"0x{type:x}",
    };

    /// <summary>Segment flags as readelf prints them, without the blanks: <c>RWE</c> written as <c>RWX</c>.</summary>
    /// <param name="flags"><c>p_flags</c>.</param>
    public static string SegmentFlags(uint flags) =>
        ((flags & ElfConstants.PF_R) != 0 ? "R" : "") + ((flags & ElfConstants.PF_W) != 0 ? "W" : "") + ((flags & ElfConstants.PF_X) != 0 ? "X" : "");
}
