using Assay.Primitives;
using Assay.Targets;

namespace Assay.Binaries.Elf;

/// <summary>The C strings that the code of a file hands to an imported function as first argument (<see cref="CallScanner"/>). Little-endian files only.</summary>
internal static class ElfCallTexts
{
    /// <summary>The strings, each once, in the order of the first call with it; empty where the function is not imported.</summary>
    /// <param name="view">The file.</param>
    /// <param name="architecture">The architecture of its code.</param>
    /// <param name="slots">The addresses of the words that hold the function's address (its GOT entries).</param>
    public static IReadOnlyList<string> Read(ElfFileView view, Architecture architecture, IReadOnlySet<ulong> slots)
    {
        if (slots.Count == 0 || view.Header.BigEndian || !view.Header.Wide) return [];
        CallScanner scanner = new(architecture, slots, new HashSet<ulong>(), address => BytesAt(view, address));
        foreach (ElfSegment segment in view.Segments)
        {
            if (segment.IsLoad && (segment.Flags & ElfConstants.PF_X) != 0) scanner.Scan(view.Read(segment.Offset, segment.FileSize).Bytes.Span, segment.Address.Value);
        }

        return scanner.Texts;
    }

    private static ReadOnlyMemory<byte> BytesAt(ElfFileView view, ulong address) =>
        view.TryMap(new VirtualAddress(address), out FileOffset offset, out long available) ? view.Read(offset, (ulong)Math.Min(available, CallScanner.LongestText)).Bytes : default;
}
