using System.Collections.Immutable;
using Assay.Primitives;

namespace Assay.Binaries.Pe;

/// <summary>The symbols taken from one DLL: an IMAGE_IMPORT_DESCRIPTOR or IMAGE_DELAYLOAD_DESCRIPTOR with its name table.</summary>
/// <param name="Name">The DLL's name as stored; the loader does not mind its case.</param>
/// <param name="IsDelayed">True when it is loaded at the first call only.</param>
/// <param name="Offset">Where the descriptor is in the file.</param>
/// <param name="Symbols">The symbols in table order; <c>#12</c> for one wanted by ordinal.</param>
public sealed record ImportedDll(string Name, bool IsDelayed, FileOffset Offset, ImmutableArray<string> Symbols);
