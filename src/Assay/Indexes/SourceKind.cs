namespace Assay.Indexes;

/// <summary>What kind of a place a source is. Installers rank them differently.</summary>
public enum SourceKind
{
    /// <summary>A simple index.</summary>
    Index,

    /// <summary>A page with links to files of any projects (<c>--find-links</c> with a URL or an HTML file).</summary>
    LinkPage,

    /// <summary>A directory with the files themselves (<c>--find-links</c> with a directory).</summary>
    LinkFolder,
}
