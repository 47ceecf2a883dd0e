namespace Assay.Rules;

/// <summary>What a file turns out to be, told by its first bytes.</summary>
public enum FileShape
{
    /// <summary>It cannot be read.</summary>
    Unreadable,

    /// <summary>It has no bytes at all.</summary>
    Empty,

    /// <summary>An ELF file.</summary>
    Elf,

    /// <summary>A Mach-O file.</summary>
    MachO,

    /// <summary>A PE file.</summary>
    Pe,

    /// <summary>A Git LFS pointer: the real file was never fetched.</summary>
    LfsPointer,

    /// <summary>A web page, saved in place of a download.</summary>
    Html,

    /// <summary>Other text.</summary>
    Text,

    /// <summary>A zip, gzip or similar archive.</summary>
    Archive,

    /// <summary>Nothing but zero bytes, as after a crash of the file system.</summary>
    Zeros,

    /// <summary>None of these.</summary>
    Other,
}
