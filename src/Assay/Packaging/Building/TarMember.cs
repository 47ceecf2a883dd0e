namespace Assay.Packaging.Building;

/// <summary>A file of a tar archive.</summary>
/// <param name="Name">Its path as the archive has it.</param>
/// <param name="Size">Its length in bytes, as the archive says.</param>
internal readonly record struct TarMember(string Name, long Size);
