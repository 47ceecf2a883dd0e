using Assay.Binaries;
using Assay.Primitives;

namespace Assay.Comparison;

/// <summary>Compares what stands at one place in two environments: whether it is there, what it is, and its content.</summary>
/// <param name="before">The first environment.</param>
/// <param name="after">The second one.</param>
internal sealed class FileComparer(ComparedSide before, ComparedSide after)
{
    private const int MostLinks = 8;
    private readonly Dictionary<string, Difference?> known = new(StringComparer.Ordinal);

    /// <summary>What differs at a place; null when nothing does, or a snapshot does not say.</summary>
    /// <param name="path">The path as the second environment has it, absolute.</param>
    public Difference? At(string path)
    {
        if (known.TryGetValue(path, out Difference? difference)) return difference;
        return known[path] = Compare(PosixPath.Normalize(path), MostLinks);
    }

    private Difference? Compare(string path, int links)
    {
        string other = after.In(before, path);
        FileFacts? old = before.Ask(machine => machine.LookAtLink(other), out bool isOldKnown), now = after.Ask(machine => machine.LookAtLink(path), out bool isKnown);
        if (!isOldKnown || !isKnown) return null;
        if (old is null && now is null) return Above(path, links);
        if (old is null || now is null) return Alone(path, other, old, now);
        if (old.Kind != now.Kind) return new Difference(DifferenceKind.File, path, Words(before, other, old), Words(after, path, now));
        if (old.Kind == FileKind.Directory) return null;
        if (old.Kind == FileKind.Link)
        {
            string? from = before.Ask(machine => machine.ReadLink(other), out _), to = after.Ask(machine => machine.ReadLink(path), out _);
            if (from is null || to is null || links == 0) return null;
            return after.In(before, PosixPath.Join(PosixPath.Directory(path), to)) != PosixPath.Join(PosixPath.Directory(other), from) && from != to
                ? new Difference(DifferenceKind.File, path, $"a link to {from}", $"a link to {to}")
                : Compare(PosixPath.Normalize(PosixPath.Join(PosixPath.Directory(path), to)), links - 1);
        }

        return old.Kind == FileKind.File && (old.Length != now.Length || HashOf(before, other) is { } first && HashOf(after, path) is { } second && first != second)
            ? new Difference(DifferenceKind.File, path, Words(before, other, old), Words(after, path, now) + (old.Length == now.Length ? ", other bytes" : ""))
            : null;
    }

    // What leads to it may be gone or be another link.
    private Difference? Above(string path, int links)
    {
        for (string parent = PosixPath.Directory(path); parent.Length > 1; parent = PosixPath.Directory(parent))
            if (after.Ask(machine => machine.LookAtLink(parent), out _) is not null || before.Ask(machine => machine.LookAtLink(after.In(before, parent)), out _) is not null)
                return links == 0 ? null : Compare(parent, links - 1);
        return null;
    }

    // A whole directory that came or went says more than one of its files.
    private Difference Alone(string path, string other, FileFacts? old, FileFacts? now)
    {
        bool isNew = old is null;
        ComparedSide lacking = isNew ? before : after;
        string whole = path;
        for (string parent = PosixPath.Directory(path); parent.Length > 1 && lacking.Ask(machine => machine.LookAtLink(isNew ? after.In(before, parent) : parent), out bool isKnown) is null && isKnown; parent = PosixPath.Directory(parent)) whole = parent;
        return whole == path ? new Difference(DifferenceKind.File, path, Words(before, other, old), Words(after, path, now))
            : new Difference(DifferenceKind.File, whole, isNew ? null : "a directory", isNew ? "a directory" : null);
    }

    private static UInt128? HashOf(ComparedSide side, string path) => side.Ask(machine =>
    {
        using ByteSource? source = machine.Open(path, out _);
        return source is null ? (UInt128?)null : ContentHash.Of((at, chunk) => source.Read(at, chunk));
    }, out _);

    private static string? Words(ComparedSide side, string path, FileFacts? facts) => facts?.Kind switch
    {
        null => null,
        FileKind.Directory => "a directory",
        FileKind.Link => $"a link to {side.Ask(machine => machine.ReadLink(path), out _)}",
        FileKind.File => $"{Format(side, path)}{facts.Length} bytes",
        _ => "no regular file",
    };

    private static string Format(ComparedSide side, string path) => side.Ask(machine =>
    {
        using ByteSource? source = machine.Open(path, out _);
        if (source is null) return "unreadable, ";
        BinaryHead head = BinaryHead.Read(source.ReadUpTo(0, Math.Min(source.Length, BinaryHead.Enough)));
        return head.Machines.IsEmpty ? "" : $"{head.Format switch { BinaryFormat.Elf => "ELF", BinaryFormat.MachO => "Mach-O", BinaryFormat.Pe => "PE", _ => "" }} for {string.Join(" and ", head.Machines.Select(one => one.Name))}, ";
    }, out _) ?? "";
}
