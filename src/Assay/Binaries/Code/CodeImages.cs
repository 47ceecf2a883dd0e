using Assay.Binaries.Elf;
using Assay.Binaries.MachO;
using Assay.Binaries.Pe;
using Architecture = Assay.Targets.Architecture;

namespace Assay.Binaries.Code;

/// <summary>Makes the code of an image accessible.</summary>
internal static class CodeImages
{
    /// <summary>The code of an image, or null for formats and architectures whose code is not followed.</summary>
    /// <param name="image">The image; its file must stay open.</param>
    public static CodeImage? Of(BinaryImage image) => image.Architecture is not (Architecture.X86_64 or Architecture.Arm64 or Architecture.Arm64E) ? null : image switch
    {
        ElfImage elf => new ElfCode(elf),
        MachOImage mach => new MachOCode(mach),
        PeImage pe => new PeCode(pe),
        _ => null,
    };
}
