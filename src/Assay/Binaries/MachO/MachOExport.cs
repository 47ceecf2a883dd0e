using Assay.Primitives;
using static Assay.Binaries.MachO.MachOConstants;

namespace Assay.Binaries.MachO;

/// <summary>A symbol of the exports trie.</summary>
/// <param name="Name">The name as stored, leading underscore included.</param>
/// <param name="Flags">EXPORT_SYMBOL_FLAGS_*.</param>
/// <param name="Address">Where it is, from the image's base; null for a re-export.</param>
public sealed record MachOExport(string Name, ulong Flags, VirtualAddress? Address)
{
    /// <summary>The library ordinal a re-export is taken from; 0 otherwise.</summary>
    public uint ReexportOrdinal { get; init; }

    /// <summary>The name a re-export has in its library, or null when it is none.</summary>
    public string? ReexportName { get; init; }

    /// <summary>True for a weak definition.</summary>
    public bool IsWeak => (Flags & EXPORT_SYMBOL_FLAGS_WEAK_DEFINITION) != 0;

    /// <summary>True for a thread-local variable.</summary>
    public bool IsThreadLocal => (Flags & EXPORT_SYMBOL_FLAGS_KIND_MASK) == EXPORT_SYMBOL_FLAGS_KIND_THREAD_LOCAL;

    /// <summary>The neutral view of it.</summary>
    internal OfferedSymbol ToOffer() => new(Name) { IsWeak = IsWeak, IsThreadLocal = IsThreadLocal, Forward = ReexportName };
}
