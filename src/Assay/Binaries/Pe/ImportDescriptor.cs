using Assay.Primitives;

namespace Assay.Binaries.Pe;

/// <summary>What an import descriptor says before its symbols are read.</summary>
/// <param name="DllName">The DLL's name as stored.</param>
/// <param name="IsDelayed">True for IMAGE_DELAYLOAD_DESCRIPTOR.</param>
/// <param name="Names">Where the array of names and ordinals is.</param>
/// <param name="Offset">Where the descriptor is in the file.</param>
internal readonly record struct ImportDescriptor(string DllName, bool IsDelayed, Rva Names, FileOffset Offset);
