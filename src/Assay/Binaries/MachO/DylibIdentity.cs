using Assay.Primitives;

namespace Assay.Binaries.MachO;

/// <summary>What a dynamic library calls itself: LC_ID_DYLIB.</summary>
/// <param name="Name">The install name as stored.</param>
/// <param name="CurrentVersion">The version of the library.</param>
/// <param name="CompatibilityVersion">The oldest version it is compatible with; dyld since macOS 12 does not compare it.</param>
/// <param name="Offset">Where the command starts in the file.</param>
public sealed record DylibIdentity(string Name, PackedVersion CurrentVersion, PackedVersion CompatibilityVersion, FileOffset Offset);
