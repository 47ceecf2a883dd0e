namespace Assay.Primitives;

/// <summary>One entry of the central directory of a zip archive, as it stands there: nothing of it is believed before the member is read.</summary>
/// <param name="Name">The name as stored, with '/'; a folder's name ends with one.</param>
/// <param name="Flags">The general purpose bit flag.</param>
/// <param name="Method">The compression method: 0 stored, 8 deflated.</param>
/// <param name="Checksum">The CRC-32 of the content.</param>
/// <param name="PackedSize">How many bytes it takes in the archive.</param>
/// <param name="Size">How many bytes it is said to have.</param>
/// <param name="HeaderOffset">Where its local header is, in bytes from the start of the file.</param>
/// <param name="Attributes">The external file attributes; the upper half is <c>st_mode</c> where the archive was made on POSIX.</param>
public sealed record ZipMember(string Name, ushort Flags, ushort Method, uint Checksum, long PackedSize, long Size, long HeaderOffset, uint Attributes)
{
    /// <summary>True for the entry of a folder.</summary>
    public bool IsFolder => Name.EndsWith('/');

    /// <summary>True when the archive says that the member is a symbolic link (<c>S_IFLNK</c>).</summary>
    public bool IsLink => (Attributes >> 28) == 0xa;

    /// <summary>True when the content is encrypted.</summary>
    public bool IsEncrypted => (Flags & 0x41) != 0;
}
