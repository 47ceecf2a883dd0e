using Assay.Primitives;

namespace Assay.Binaries.MachO;

/// <summary>One load command of a Mach-O image, known or not.</summary>
/// <param name="Number">The <c>cmd</c> field, LC_REQ_DYLD bit included.</param>
/// <param name="Offset">Where the command starts in the file.</param>
/// <param name="Size">The <c>cmdsize</c> field, in bytes.</param>
public readonly record struct LoadCommand(uint Number, FileOffset Offset, uint Size)
{
    /// <summary>The name in <c>mach-o/loader.h</c>; the number in hexadecimal when the header has no name for it.</summary>
    public string Name => LoadCommandNames.Find(Number) ?? $"0x{Number:x}";

    /// <summary>False when <c>mach-o/loader.h</c> of the macOS 15.5 SDK has no such command.</summary>
    public bool IsKnown => LoadCommandNames.Find(Number) is not null;

    /// <summary>True when a dynamic linker that does not know the command must refuse the image (LC_REQ_DYLD).</summary>
    public bool IsRequired => (Number & MachOConstants.LC_REQ_DYLD) != 0;
}
