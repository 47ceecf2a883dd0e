using Assay.Primitives;

namespace Assay.Binaries.Pe;

/// <summary>A resource: the first language of a type and id.</summary>
/// <param name="Type">RT_*, or null when the type is a name.</param>
/// <param name="TypeName">The type's name, or null when it is a number.</param>
/// <param name="Id">The id, or null when it is a name.</param>
/// <param name="IdName">The id's name, or null when it is a number.</param>
/// <param name="Address">Where its content is.</param>
/// <param name="Size">The size of its content in bytes, as stored.</param>
public sealed record PeResource(uint? Type, string? TypeName, uint? Id, string? IdName, Rva Address, uint Size)
{
    /// <summary>Where its IMAGE_RESOURCE_DATA_ENTRY is in the file.</summary>
    public FileOffset Offset { get; init; }
}
