namespace Assay.Binaries.MachO;

/// <summary>
/// Numbers of <c>mach-o/loader.h</c>, <c>mach-o/nlist.h</c>, <c>mach-o/fat.h</c>, <c>mach/machine.h</c> and <c>mach-o/fixup-chains.h</c>
/// as in the macOS 15.5 SDK, under the names they have there.
/// </summary>
internal static class MachOConstants
{
    // mach-o/fat.h. Always stored big-endian.
    public const uint FAT_MAGIC = 0xcafebabe;
    public const uint FAT_MAGIC_64 = 0xcafebabf;

    // mach-o/loader.h, struct mach_header. The stored order of these bytes tells the endianness of everything that follows.
    public const uint MH_MAGIC = 0xfeedface;
    public const uint MH_MAGIC_64 = 0xfeedfacf;

    public const uint MH_OBJECT = 0x1;
    public const uint MH_EXECUTE = 0x2;
    public const uint MH_DYLIB = 0x6;
    public const uint MH_BUNDLE = 0x8;
    public const uint MH_DYLIB_STUB = 0x9;

    // mach/machine.h.
    public const uint CPU_ARCH_ABI64 = 0x01000000;
    public const uint CPU_ARCH_ABI64_32 = 0x02000000;
    public const uint CPU_TYPE_X86 = 7;
    public const uint CPU_TYPE_X86_64 = CPU_TYPE_X86 | CPU_ARCH_ABI64;
    public const uint CPU_TYPE_ARM = 12;
    public const uint CPU_TYPE_ARM64 = CPU_TYPE_ARM | CPU_ARCH_ABI64;
    public const uint CPU_TYPE_ARM64_32 = CPU_TYPE_ARM | CPU_ARCH_ABI64_32;
    public const uint CPU_TYPE_POWERPC = 18;
    public const uint CPU_TYPE_POWERPC64 = CPU_TYPE_POWERPC | CPU_ARCH_ABI64;
    public const uint CPU_SUBTYPE_MASK = 0xff000000;
    public const uint CPU_SUBTYPE_X86_64_H = 8;
    public const uint CPU_SUBTYPE_ARM64_V8 = 1;
    public const uint CPU_SUBTYPE_ARM64E = 2;
    public const uint CPU_SUBTYPE_PTRAUTH_ABI = 0x80000000;

    // Load commands. LC_REQ_DYLD marks those that a dynamic linker must refuse when it does not know them.
    public const uint LC_REQ_DYLD = 0x80000000;
    public const uint LC_SEGMENT = 0x1;
    public const uint LC_SYMTAB = 0x2;
    public const uint LC_DYSYMTAB = 0xb;
    public const uint LC_LOAD_DYLIB = 0xc;
    public const uint LC_ID_DYLIB = 0xd;
    public const uint LC_LOAD_DYLINKER = 0xe;
    public const uint LC_ID_DYLINKER = 0xf;
    public const uint LC_LOAD_WEAK_DYLIB = 0x18 | LC_REQ_DYLD;
    public const uint LC_SEGMENT_64 = 0x19;
    public const uint LC_UUID = 0x1b;
    public const uint LC_SEGMENT_SPLIT_INFO = 0x1e;
    public const uint LC_RPATH = 0x1c | LC_REQ_DYLD;
    public const uint LC_CODE_SIGNATURE = 0x1d;
    public const uint LC_REEXPORT_DYLIB = 0x1f | LC_REQ_DYLD;
    public const uint LC_LAZY_LOAD_DYLIB = 0x20;
    public const uint LC_DYLD_INFO = 0x22;
    public const uint LC_DYLD_INFO_ONLY = 0x22 | LC_REQ_DYLD;
    public const uint LC_LOAD_UPWARD_DYLIB = 0x23 | LC_REQ_DYLD;
    public const uint LC_VERSION_MIN_MACOSX = 0x24;
    public const uint LC_VERSION_MIN_IPHONEOS = 0x25;
    public const uint LC_SOURCE_VERSION = 0x2a;
    public const uint LC_VERSION_MIN_TVOS = 0x2f;
    public const uint LC_VERSION_MIN_WATCHOS = 0x30;
    public const uint LC_BUILD_VERSION = 0x32;
    public const uint LC_DYLD_EXPORTS_TRIE = 0x33 | LC_REQ_DYLD;
    public const uint LC_DYLD_CHAINED_FIXUPS = 0x34 | LC_REQ_DYLD;

    // struct dylib_use_command (macOS 15 SDK): an LC_LOAD_DYLIB or LC_LOAD_WEAK_DYLIB whose timestamp is the marker carries flags.
    public const uint DYLIB_USE_MARKER = 0x1a741800;
    public const uint DYLIB_USE_WEAK_LINK = 0x1;
    public const uint DYLIB_USE_REEXPORT = 0x2;
    public const uint DYLIB_USE_UPWARD = 0x4;
    public const uint DYLIB_USE_DELAYED_INIT = 0x8;

    // Segments and sections.
    public const uint SG_READ_ONLY = 0x10;
    public const uint SECTION_TYPE = 0xff;
    public const uint S_REGULAR = 0x0;
    public const uint S_ZEROFILL = 0x1;
    public const uint S_NON_LAZY_SYMBOL_POINTERS = 0x6;
    public const uint S_LAZY_SYMBOL_POINTERS = 0x7;
    public const uint S_SYMBOL_STUBS = 0x8;
    public const uint S_MOD_INIT_FUNC_POINTERS = 0x9;
    public const uint S_GB_ZEROFILL = 0xc;
    public const uint S_THREAD_LOCAL_REGULAR = 0x11;
    public const uint S_THREAD_LOCAL_ZEROFILL = 0x12;
    public const uint S_THREAD_LOCAL_VARIABLES = 0x13;
    public const uint S_THREAD_LOCAL_VARIABLE_POINTERS = 0x14;
    public const uint S_THREAD_LOCAL_INIT_FUNCTION_POINTERS = 0x15;
    public const uint S_INIT_FUNC_OFFSETS = 0x16;
    public const uint S_ATTR_SOME_INSTRUCTIONS = 0x400;
    public const uint S_ATTR_PURE_INSTRUCTIONS = 0x80000000;

    // mach-o/nlist.h.
    public const byte N_STAB = 0xe0;
    public const byte N_PEXT = 0x10;
    public const byte N_TYPE = 0x0e;
    public const byte N_EXT = 0x01;
    public const byte N_UNDF = 0x0;
    public const byte N_PBUD = 0xc;
    public const ushort N_WEAK_REF = 0x40;
    public const ushort N_WEAK_DEF = 0x80;
    public const int SELF_LIBRARY_ORDINAL = 0x0;
    public const int DYNAMIC_LOOKUP_ORDINAL = 0xfe;
    public const int EXECUTABLE_ORDINAL = 0xff;

    // Special library ordinals of binds (BIND_SPECIAL_DYLIB_*).
    public const int BIND_SPECIAL_DYLIB_SELF = 0;
    public const int BIND_SPECIAL_DYLIB_MAIN_EXECUTABLE = -1;
    public const int BIND_SPECIAL_DYLIB_FLAT_LOOKUP = -2;
    public const int BIND_SPECIAL_DYLIB_WEAK_LOOKUP = -3;

    // Bind opcodes: opcode in the high four bits, immediate in the low four.
    public const byte BIND_IMMEDIATE_MASK = 0x0f;
    public const byte BIND_OPCODE_DONE = 0x00;
    public const byte BIND_OPCODE_SET_DYLIB_ORDINAL_IMM = 0x10;
    public const byte BIND_OPCODE_SET_DYLIB_ORDINAL_ULEB = 0x20;
    public const byte BIND_OPCODE_SET_DYLIB_SPECIAL_IMM = 0x30;
    public const byte BIND_OPCODE_SET_SYMBOL_TRAILING_FLAGS_IMM = 0x40;
    public const byte BIND_OPCODE_SET_TYPE_IMM = 0x50;
    public const byte BIND_OPCODE_SET_ADDEND_SLEB = 0x60;
    public const byte BIND_OPCODE_SET_SEGMENT_AND_OFFSET_ULEB = 0x70;
    public const byte BIND_OPCODE_ADD_ADDR_ULEB = 0x80;
    public const byte BIND_OPCODE_DO_BIND = 0x90;
    public const byte BIND_OPCODE_DO_BIND_ADD_ADDR_ULEB = 0xa0;
    public const byte BIND_OPCODE_DO_BIND_ADD_ADDR_IMM_SCALED = 0xb0;
    public const byte BIND_OPCODE_DO_BIND_ULEB_TIMES_SKIPPING_ULEB = 0xc0;
    public const byte BIND_OPCODE_THREADED = 0xd0;
    public const byte BIND_SUBOPCODE_THREADED_SET_BIND_ORDINAL_TABLE_SIZE_ULEB = 0x00;
    public const byte BIND_SUBOPCODE_THREADED_APPLY = 0x01;
    public const byte BIND_SYMBOL_FLAGS_WEAK_IMPORT = 0x1;
    public const byte BIND_SYMBOL_FLAGS_NON_WEAK_DEFINITION = 0x8;

    // Exports trie.
    public const ulong EXPORT_SYMBOL_FLAGS_KIND_MASK = 0x03;
    public const ulong EXPORT_SYMBOL_FLAGS_KIND_THREAD_LOCAL = 0x01;
    public const ulong EXPORT_SYMBOL_FLAGS_KIND_ABSOLUTE = 0x02;
    public const ulong EXPORT_SYMBOL_FLAGS_WEAK_DEFINITION = 0x04;
    public const ulong EXPORT_SYMBOL_FLAGS_REEXPORT = 0x08;
    public const ulong EXPORT_SYMBOL_FLAGS_STUB_AND_RESOLVER = 0x10;

    // mach-o/fixup-chains.h.
    public const uint DYLD_CHAINED_IMPORT = 1;
    public const uint DYLD_CHAINED_IMPORT_ADDEND = 2;
    public const uint DYLD_CHAINED_IMPORT_ADDEND64 = 3;
}
