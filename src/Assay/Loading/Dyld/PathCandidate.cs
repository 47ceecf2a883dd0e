namespace Assay.Loading.Dyld;

/// <summary>One place where a library is looked for.</summary>
/// <param name="Path">The path, detours such as <c>..</c> as they came.</param>
/// <param name="Origin">Why there: <c>LC_RPATH of …</c>, <c>the path itself</c>, <c>cryptex</c>, <c>fallback</c>.</param>
/// <param name="IsOnDiskOnly">True where the shared cache is not asked.</param>
/// <param name="IsDerived">True when the path was made from a leaf name or an LC_RPATH, so that a system library of that name would be chance.</param>
internal sealed record PathCandidate(string Path, string Origin, bool IsOnDiskOnly = false, bool IsDerived = false);
