using System.Collections.Immutable;
using Assay.Primitives;

namespace Assay.Binaries.MachO;

/// <summary>LC_DYLD_CHAINED_FIXUPS: struct dyld_chained_fixups_header of <c>mach-o/fixup-chains.h</c> with its tables.</summary>
/// <param name="Offset">Where the header is in the file.</param>
/// <param name="Version">The <c>fixups_version</c> field; 0 is the only one known.</param>
/// <param name="ImportsCount">The <c>imports_count</c> field.</param>
/// <param name="ImportsFormat">The <c>imports_format</c> field: 1 plain, 2 with a 32-bit addend, 3 with a 64-bit addend.</param>
/// <param name="SymbolsFormat">The <c>symbols_format</c> field: 0 plain, 1 zlib (never seen).</param>
public sealed record ChainedFixups(FileOffset Offset, uint Version, uint ImportsCount, uint ImportsFormat, uint SymbolsFormat)
{
    /// <summary>The segments with fixups, in segment order.</summary>
    public ImmutableArray<ChainedStarts> Segments { get; init; } = [];

    /// <summary>The imports in table order; dyld looks every one up, used or not. One name can occur with several addends.</summary>
    public ImmutableArray<BoundSymbol> Imports { get; init; } = [];
}
