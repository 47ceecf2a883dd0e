namespace Assay.Binaries;

/// <summary>The thread-local storage a binary asks for.</summary>
/// <param name="FileSize">Initialised bytes in the file.</param>
/// <param name="MemorySize">Bytes per thread.</param>
/// <param name="Alignment">Alignment in bytes.</param>
public sealed record ThreadLocalBlock(long FileSize, long MemorySize, long Alignment);
