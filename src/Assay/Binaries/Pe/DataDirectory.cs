using Assay.Primitives;

namespace Assay.Binaries.Pe;

/// <summary>IMAGE_DATA_DIRECTORY: where one of the tables is. Not checked against the file.</summary>
/// <param name="Address">Where it starts; for the certificate table (entry 4) this is an offset in the file instead.</param>
/// <param name="Size">Its size in bytes.</param>
public readonly record struct DataDirectory(Rva Address, uint Size)
{
    /// <summary>Where the entry itself is in the file.</summary>
    public FileOffset Offset { get; init; }

    /// <summary>True when there is no such table.</summary>
    public bool IsAbsent => Address.IsZero;
}
