using Assay.Binaries.Elf;
using Assay.Primitives;

namespace Assay.Loading.Musl;

/// <summary>What became of a file that musl was to map.</summary>
internal sealed record MuslFile
{
    /// <summary>The path it was opened by.</summary>
    public required string Path { get; init; }

    /// <summary>The file as musl sees it in memory; null when it cannot be opened or mapped.</summary>
    public ElfImage? Image { get; init; }

    /// <summary>Which file it is; default when it cannot be opened.</summary>
    public FileIdentity Identity { get; init; }

    /// <summary>The error number as musl's <c>strerror</c> words it; null when there was none.</summary>
    public string? Error { get; init; }

    /// <summary>True when the attempt to open it failed in a way after which a search goes on (ENOENT, ENOTDIR, EACCES).</summary>
    public bool IsPassedOver { get; init; }

    /// <summary>True when it could be opened: a search then ends here, whatever the file is worth.</summary>
    public bool IsOpened { get; init; }

    /// <summary>Why it cannot be loaded.</summary>
    public LoadFailureKind Kind { get; init; }

    /// <summary>What it is, for people: lower case, no full stop.</summary>
    public string Reason { get; init; } = "";

    /// <summary>What ends the process while the file is mapped, or null.</summary>
    public string? Crash { get; init; }

    /// <summary>The signal of <see cref="Crash"/>.</summary>
    public string? Signal { get; init; }

    /// <summary>What would have to be known to tell how mapping it ends, or null.</summary>
    public string? Undecided { get; init; }
}
