using Assay.Primitives;

namespace Assay.Binaries.Pe;

/// <summary>IMAGE_SECTION_HEADER. Not checked against the file.</summary>
/// <param name="Name">The <c>Name</c> field up to its first NUL; <c>/N</c> for a long name kept in the string table.</param>
/// <param name="RecordOffset">Where the header is in the file.</param>
public sealed record PeSection(string Name, FileOffset RecordOffset)
{
    /// <summary>The <c>VirtualAddress</c> field.</summary>
    public Rva Address { get; init; }

    /// <summary>The <c>VirtualSize</c> field, in bytes.</summary>
    public uint VirtualSize { get; init; }

    /// <summary>The <c>PointerToRawData</c> field: where the content is in the file.</summary>
    public uint RawOffset { get; init; }

    /// <summary>The <c>SizeOfRawData</c> field, in bytes.</summary>
    public uint RawSize { get; init; }

    /// <summary>IMAGE_SCN_* flags.</summary>
    public uint Characteristics { get; init; }
}
