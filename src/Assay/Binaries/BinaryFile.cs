using System.Collections.Immutable;
using Assay.Primitives;

namespace Assay.Binaries;

/// <summary>One binary file. Keeps its source open for tables that are read on first use; dispose it when done.</summary>
public sealed class BinaryFile : IDisposable
{
    private readonly ByteSource? source;

    /// <summary>Joins what a format's reader found.</summary>
    /// <param name="format">The format told by the first bytes.</param>
    /// <param name="length">The length of the file in bytes.</param>
    /// <param name="images">The images in file order; empty when nothing could be read.</param>
    /// <param name="faults">Faults of the file as a whole (its magic, a fat header).</param>
    /// <param name="source">The open source, owned from now on; null when nothing is left to read.</param>
    public BinaryFile(BinaryFormat format, long length, ImmutableArray<BinaryImage> images, ImmutableArray<BinaryFault> faults, ByteSource? source)
    {
        Format = format;
        Length = length;
        Images = images;
        OwnFaults = faults;
        this.source = source;
    }

    /// <summary>The format.</summary>
    public BinaryFormat Format { get; }

    /// <summary>The length of the file in bytes.</summary>
    public long Length { get; }

    /// <summary>The images in file order: one for ELF, PE and thin Mach-O; every slice of a fat file.</summary>
    public ImmutableArray<BinaryImage> Images { get; }

    /// <summary>Faults of the file as a whole.</summary>
    public ImmutableArray<BinaryFault> OwnFaults { get; }

    /// <summary>All faults, the file's own first.</summary>
    public IEnumerable<BinaryFault> Faults => OwnFaults.Concat(Images.SelectMany(image => image.Faults));

    /// <inheritdoc/>
    public void Dispose() => source?.Dispose();
}
