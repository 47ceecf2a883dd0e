using System.Collections.Immutable;
using Assay.Binaries;
using Assay.Targets;

namespace Assay.Indexes;

/// <summary>A native file of a wheel, as far as its first bytes tell.</summary>
/// <param name="Path">Where an installer puts it, absolute below <c>/site-packages</c>.</param>
/// <param name="Size">How many bytes it is said to have.</param>
public sealed record RemoteWheelFile(string Path, long Size)
{
    /// <summary>Format and machines; null when its head was not read.</summary>
    public BinaryHead? Head { get; init; }

    /// <summary>The architectures there is code for; empty when that is not known.</summary>
    public ImmutableArray<Architecture> Architectures => Head is null ? [] : [.. Head.Machines.Select(machine => machine.Architecture)];

    /// <summary>The suffix from the first dot of its name on: <c>.cpython-311-x86_64-linux-gnu.so</c>.</summary>
    public string Suffix => System.IO.Path.GetFileName(Path) is var name && name.IndexOf('.', StringComparison.Ordinal) is >= 0 and int dot ? name[dot..] : "";
}
