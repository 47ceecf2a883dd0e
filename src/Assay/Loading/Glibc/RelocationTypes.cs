using Assay.Binaries.Elf;
using Assay.Targets;

namespace Assay.Loading.Glibc;

/// <summary>
/// The relocation types that ld.so carries out in a library (<c>elf_machine_rela</c> of sysdeps/x86_64 and sysdeps/aarch64, dl-machine.h). Every other number ends
/// the load. A damaged table shows itself here.
/// </summary>
internal static class RelocationTypes
{
    /// <summary>The place of the first relocation that the loader stops at, or -1. Architectures whose types are not listed here are not judged.</summary>
    /// <param name="image">The file.</param>
    /// <param name="architecture">Its architecture.</param>
    public static int FirstUnknown(ElfImage image, Architecture architecture)
    {
        return architecture switch
        {
            Architecture.X86_64 => image.Relocations.FirstOther(IsKnownX86),
            Architecture.Arm64 => image.Relocations.FirstOther(IsKnownArm, CountedAsRelative(image)),
            _ => -1,
        };
    }

    /// <summary>
    /// True when a relocation stands among those that the file counts as relative ones. x86 asserts their types; aarch64 takes them for relative whatever they say.
    /// </summary>
    /// <param name="image">The file.</param>
    /// <param name="index">The place of a relocation in its table.</param>
    public static bool IsCountedAsRelative(ElfImage image, int index) => index < CountedAsRelative(image) && image.Relocations[index].Table == ElfRelocationTableKind.Dynamic;

    private static int CountedAsRelative(ElfImage image) => (int)Math.Min(image.Dynamic.Value(DT_RELACOUNT) ?? 0, int.MaxValue);

    private const long DT_RELACOUNT = 0x6ffffff9;

    // NONE, 64, PC32, COPY, GLOB_DAT, JUMP_SLOT, RELATIVE, 32, DTPMOD64, DTPOFF64, TPOFF64, SIZE32, SIZE64, TLSDESC, IRELATIVE; 38 (RELATIVE64) is for x32 only.
    private static bool IsKnownX86(uint type) => type <= 37 && (KnownX86 >> (int)type & 1) != 0;

    private const ulong KnownX86 = 1ul << 0 | 1ul << 1 | 1ul << 2 | 1ul << 5 | 1ul << 6 | 1ul << 7 | 1ul << 8 | 1ul << 10 | 1ul << 16 | 1ul << 17 | 1ul << 18 | 1ul << 32 | 1ul << 33 | 1ul << 36 | 1ul << 37;

    // NONE (0 and the withdrawn 256), ABS64, and COPY to IRELATIVE.
    private static bool IsKnownArm(uint type) => type is 0 or 256 or 257 or (>= 1024 and <= 1032);
}
