namespace Assay.Binaries;

/// <summary>A stretch of a file with the address it is mapped at.</summary>
/// <param name="Address">The address of its first byte, before anything slides; in a PE file counted from the image base.</param>
/// <param name="Bytes">The bytes.</param>
internal readonly record struct MappedBytes(ulong Address, ReadOnlyMemory<byte> Bytes);
