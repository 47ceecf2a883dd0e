namespace Assay.Binaries.Pe;

/// <summary>Numbers of <c>winnt.h</c> (Windows SDK 10.0.26100) and the PE format description on learn.microsoft.com, under the names they have there.</summary>
internal static class PeConstants
{
    public const ushort IMAGE_DOS_SIGNATURE = 0x5a4d;
    public const uint IMAGE_NT_SIGNATURE = 0x00004550;
    public const ushort IMAGE_NT_OPTIONAL_HDR32_MAGIC = 0x10b;
    public const ushort IMAGE_NT_OPTIONAL_HDR64_MAGIC = 0x20b;

    public const ushort IMAGE_FILE_MACHINE_I386 = 0x14c;
    public const ushort IMAGE_FILE_MACHINE_ARM = 0x1c0;
    public const ushort IMAGE_FILE_MACHINE_ARMNT = 0x1c4;
    public const ushort IMAGE_FILE_MACHINE_RISCV64 = 0x5064;
    public const ushort IMAGE_FILE_MACHINE_LOONGARCH64 = 0x6264;
    public const ushort IMAGE_FILE_MACHINE_AMD64 = 0x8664;
    public const ushort IMAGE_FILE_MACHINE_ARM64 = 0xaa64;

    public const ushort IMAGE_FILE_EXECUTABLE_IMAGE = 0x2;
    public const ushort IMAGE_FILE_DLL = 0x2000;

    public const ushort IMAGE_SUBSYSTEM_WINDOWS_GUI = 2;
    public const ushort IMAGE_SUBSYSTEM_WINDOWS_CUI = 3;
    public const ushort IMAGE_SUBSYSTEM_EFI_APPLICATION = 10;
    public const ushort IMAGE_SUBSYSTEM_EFI_ROM = 13;

    public const int IMAGE_NUMBEROF_DIRECTORY_ENTRIES = 16;
    public const int IMAGE_DIRECTORY_ENTRY_EXPORT = 0;
    public const int IMAGE_DIRECTORY_ENTRY_IMPORT = 1;
    public const int IMAGE_DIRECTORY_ENTRY_RESOURCE = 2;
    public const int IMAGE_DIRECTORY_ENTRY_SECURITY = 4;
    public const int IMAGE_DIRECTORY_ENTRY_BASERELOC = 5;
    public const int IMAGE_DIRECTORY_ENTRY_DEBUG = 6;
    public const int IMAGE_DIRECTORY_ENTRY_TLS = 9;
    public const int IMAGE_DIRECTORY_ENTRY_LOAD_CONFIG = 10;
    public const int IMAGE_DIRECTORY_ENTRY_DELAY_IMPORT = 13;

    public const uint IMAGE_DEBUG_TYPE_CODEVIEW = 2;

    public const uint RT_VERSION = 16;
    public const uint RT_MANIFEST = 24;

    /// <summary>The loader rounds PointerToRawData down to a disk sector whatever FileAlignment says.</summary>
    public const uint SectorSize = 0x200;

    public const uint IMAGE_SCN_CNT_CODE = 0x20;
}
