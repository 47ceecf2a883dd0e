using Assay.Primitives;

namespace Assay.Binaries;

/// <summary>A place where a binary wants its libraries to be looked for.</summary>
/// <param name="Record"><c>DT_RPATH</c>, <c>DT_RUNPATH</c> or <c>LC_RPATH</c>.</param>
/// <param name="Path">One element as stored, tokens such as <c>$ORIGIN</c> and <c>@loader_path</c> unexpanded.</param>
public sealed record SearchPath(string Record, string Path)
{
    /// <summary>Where the record that holds it is in the file, or null when it comes from no file.</summary>
    public FileOffset? Offset { get; init; }
}
