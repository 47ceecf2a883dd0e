namespace Assay.Packaging.Choosing;

/// <summary>In which of their rules pip and uv differ.</summary>
public enum DisagreementCause
{
    /// <summary>uv looks only at the lower bound of Requires-Python, pip at all of it.</summary>
    RequiresPythonUpperBound,

    /// <summary>uv leaves out files whose Requires-Python cannot be read, pip takes them.</summary>
    RequiresPythonUnreadable,

    /// <summary>uv judges a source distribution by the Requires-Python of a wheel of the same version.</summary>
    RequiresPythonOfSibling,

    /// <summary>They differ in what counts as asking for a pre-release.</summary>
    Prerelease,

    /// <summary>They differ in which files are yanked, in what asks for them, or in their place among others.</summary>
    Yanked,

    /// <summary>For pip <c>===</c> compares texts, for uv versions.</summary>
    ArbitraryEquality,

    /// <summary>A tag is known to one of them only.</summary>
    Tag,

    /// <summary>They prefer tags in another order.</summary>
    TagOrder,

    /// <summary>Of files that are equal otherwise, pip takes the last of the page and uv the first by name.</summary>
    EqualFiles,

    /// <summary>A file name or kind of archive is known to one of them only.</summary>
    FileName,

    /// <summary>They look at different files: pip at those of all indexes, uv at those of the first that has the project.</summary>
    Sources,
}
