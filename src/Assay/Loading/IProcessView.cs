using System.Collections.Immutable;
using Assay.Binaries;

namespace Assay.Loading;

/// <summary>What a process holds, and who answers what in it.</summary>
public interface IProcessView
{
    /// <summary>The images in the order they were loaded; libraries of the system that have no file are among them where the loader names them.</summary>
    ImmutableArray<LoadedImage> Images { get; }

    /// <summary>The images that the needs of an image led to, in the order of its file; null where a need led to nothing.</summary>
    /// <param name="path">The image's path, as in <see cref="Images"/>.</param>
    ImmutableArray<LoadedImage?> NeedsOf(string path);

    /// <summary>The image that answers a symbol for another image.</summary>
    /// <param name="path">The path of the image that wants it, as in <see cref="Images"/>.</param>
    /// <param name="wanted">What it wants.</param>
    SymbolProvider WhoAnswers(string path, WantedSymbol wanted);
}
