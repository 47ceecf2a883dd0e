using Assay.Binaries.MachO;
using Assay.Diagnostics;
using Assay.Primitives;

namespace Assay.Loading.Dyld;

/// <summary>What becomes of a file that dyld opens, the same for every process of a target.</summary>
internal sealed record OpenedMachO
{
    /// <summary>Its path with all links followed.</summary>
    public required string Path { get; init; }

    /// <summary>Which file it is.</summary>
    public FileIdentity Identity { get; init; }

    /// <summary>The slice that is taken; null when the file is refused.</summary>
    public MachOImage? Image { get; init; }

    /// <summary>Why it is refused, in dyld's words; null when it is not.</summary>
    public string? Refusal { get; init; }

    /// <summary>What kind of refusal that is.</summary>
    public LoadFailureKind Kind { get; init; }

    /// <summary>The bytes that prove it.</summary>
    public Evidence? Evidence { get; init; }

    /// <summary>How it ends for a process that opens it.</summary>
    public OpenedFate Fate { get; init; }

    /// <summary>False when the words are known from reports only.</summary>
    public bool IsTextSure { get; init; } = true;
}

/// <summary>How opening a file ends.</summary>
internal enum OpenedFate
{
    /// <summary>As the refusal says, or well.</summary>
    Told,

    /// <summary>The kernel ends the process.</summary>
    Killed,

    /// <summary>It is not known whether the file is refused.</summary>
    Open,
}
