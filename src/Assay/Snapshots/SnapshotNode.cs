using Assay.Primitives;

namespace Assay.Snapshots;

/// <summary>What a snapshot knows of one path, no component of which is a link but perhaps the last.</summary>
internal sealed class SnapshotNode
{
    private HashSet<string>? names;

    /// <summary>How a look at it ended; <see cref="AccessOutcome.Found"/> when it is there.</summary>
    public AccessOutcome Outcome { get; init; }

    /// <summary>What it is, the link itself not followed.</summary>
    public FileKind Kind { get; init; }

    /// <summary>Where a link leads, as stored.</summary>
    public string? Target { get; init; }

    /// <summary>The permission bits, or null.</summary>
    public int? Mode { get; init; }

    /// <summary>The content of a file, shared by all names of one file; null for everything else.</summary>
    public SnapshotContent? Content { get; init; }

    /// <summary>The size of a file in bytes, as the system says it; the content may be kept in a shorter form.</summary>
    public long Size { get; init; }

    /// <summary>How opening it ended.</summary>
    public AccessOutcome Opening { get; set; }

    /// <summary>The entries of a directory, in the order in which the system told them; null when nobody listed it.</summary>
    public IReadOnlyList<DirectoryEntry>? Entries { get; set; }

    /// <summary>True when a listed directory may have an entry of a name: one of that name, or of one that differs in case alone.</summary>
    /// <param name="name">The name.</param>
    public bool MayHave(string name) => (names ??= new HashSet<string>((Entries ?? []).Select(entry => entry.Name), StringComparer.OrdinalIgnoreCase)).Contains(name);

    /// <summary>True when a directory could not be listed.</summary>
    public bool IsUnlistable { get; set; }

    /// <summary>The extended attributes that were asked for; null values for those that it does not have.</summary>
    public SortedDictionary<string, byte[]?> Attributes { get; } = new(StringComparer.Ordinal);
}
