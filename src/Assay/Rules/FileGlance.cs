using System.Collections.Immutable;
using Assay.Targets;

namespace Assay.Rules;

/// <summary>One look at a file that a failure points to.</summary>
/// <param name="Path">The file, absolute.</param>
/// <param name="Length">Its length in bytes.</param>
/// <param name="Shape">What it is.</param>
public sealed record FileGlance(string Path, long Length, FileShape Shape)
{
    /// <summary>The architectures it has code for; empty unless it is a binary that could be read.</summary>
    public ImmutableArray<Architecture> Architectures { get; init; } = [];

    /// <summary>The operating system it is built for; unknown unless it is a binary that could be read.</summary>
    public OperatingSystemKind Platform { get; init; }

    /// <summary>The machine field as stored, for evidence; 0 when there is none.</summary>
    public uint RawMachine { get; init; }

    /// <summary>What its reader stumbled over first, or null.</summary>
    public string? Fault { get; init; }

    /// <summary>How its first bytes read, made printable; empty when there are none.</summary>
    public string Beginning { get; init; } = "";
}
