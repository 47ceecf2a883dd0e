namespace Assay.Primitives;

/// <summary>Which file this is, whatever it is called: two paths with equal identities are one file (device and inode on POSIX).</summary>
/// <param name="Device">The device number, or 0 where the system has none.</param>
/// <param name="Inode">The inode number, or a stable stand-in derived from the resolved path.</param>
public readonly record struct FileIdentity(ulong Device, ulong Inode);
