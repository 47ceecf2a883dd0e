namespace Assay.Environments;

/// <summary>Why no environment could be made of a path.</summary>
public enum EnvironmentProblemKind
{
    /// <summary>Nothing is at the path.</summary>
    NotFound,

    /// <summary>Something is there and may not be read.</summary>
    Unreadable,

    /// <summary>Symbolic links lead round in a circle.</summary>
    LinkLoop,

    /// <summary>It is there, can be read, and is no Python environment.</summary>
    NotAnEnvironment,

    /// <summary>Nobody named an environment and none was found.</summary>
    NothingFound,
}

/// <summary>One clear line on a path that is no environment.</summary>
/// <param name="Kind">Why.</param>
/// <param name="Path">The path, or null when none was named.</param>
/// <param name="Message">What, where, and what was expected; lower case, no full stop.</param>
public sealed record EnvironmentProblem(EnvironmentProblemKind Kind, string? Path, string Message);
