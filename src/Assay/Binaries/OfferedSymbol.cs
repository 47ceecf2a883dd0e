namespace Assay.Binaries;

/// <summary>A symbol that a binary lets others use.</summary>
/// <param name="Name">The name as stored.</param>
public sealed record OfferedSymbol(string Name)
{
    /// <summary>ELF: the version it is offered under, or null when it has none.</summary>
    public string? Version { get; init; }

    /// <summary>ELF: false for <c>name@VERSION</c> (versym bit 15), which an unversioned reference cannot reach.</summary>
    public bool IsDefaultVersion { get; init; } = true;

    /// <summary>True for a weak definition.</summary>
    public bool IsWeak { get; init; }

    /// <summary>True for thread-local symbols.</summary>
    public bool IsThreadLocal { get; init; }

    /// <summary>PE: <c>OTHER.Name</c> when the export is only forwarded; Mach-O: the re-exported name; null otherwise.</summary>
    public string? Forward { get; init; }

    /// <summary>What it stands for, where the table says so.</summary>
    public SymbolKind Kind { get; init; }

    /// <summary>ELF: its entry in the version table as stored (bit 15 hides it, the rest is the version index), or null when the file has no such table.</summary>
    public ushort? VersionWord { get; init; }
}
