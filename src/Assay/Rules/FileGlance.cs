using System.Collections.Immutable;
using Assay.Binaries;
using Assay.Primitives;
using Assay.Targets;

namespace Assay.Rules;

/// <summary>One look at a file that a failure points to.</summary>
/// <param name="Path">The file, absolute.</param>
/// <param name="Length">Its length in bytes.</param>
/// <param name="Format">The format that its first bytes promise.</param>
public sealed record FileGlance(string Path, long Length, BinaryFormat Format)
{
    /// <summary>The architectures it has code for; empty unless it is a binary that could be read.</summary>
    public ImmutableArray<Architecture> Architectures { get; init; } = [];

    /// <summary>The operating system it is built for; unknown unless it is a binary that could be read.</summary>
    public OperatingSystemKind Platform { get; init; }

    /// <summary>The oldest macOS it says it is for, or null when it says none.</summary>
    public PackedVersion? MinimumOs { get; init; }

    /// <summary>The machine field as stored, for evidence; 0 when there is none.</summary>
    public uint RawMachine { get; init; }

    /// <summary>The SDK that the code for this target was linked with; null when its field is 0 or it says nothing.</summary>
    public PackedVersion? Sdk { get; init; }

    /// <summary>What a file of no known format looks like (<c>a Git LFS pointer</c>, <c>text</c>), or null when it is a binary.</summary>
    public string? LooksLike { get; init; }
}
