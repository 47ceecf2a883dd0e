using System.Collections.Immutable;

namespace Assay.Packaging.Choosing;

/// <summary>The releases of CPython that people may choose from (https://www.python.org/downloads/, November 2026).</summary>
public static class PythonReleases
{
    // The newest patch release of each: Requires-Python may look at it.
    private static readonly PythonBuild[] Newest =
    [
        new(3, 8, 20), new(3, 9, 25), new(3, 10, 20), new(3, 11, 15), new(3, 12, 13), new(3, 13, 12), new(3, 14, 4), new(3, 15),
    ];

    /// <summary>The builds with the global interpreter lock, the oldest first.</summary>
    public static ImmutableArray<PythonBuild> All { get; } = [.. Newest];

    /// <summary>A build whose patch version was left open, with the newest patch release in its place; any other is returned as it is.</summary>
    /// <param name="build">The build.</param>
    public static PythonBuild Complete(PythonBuild build) => build with { Micro = Newest.FirstOrDefault(known => (known.Major, known.Minor) == (build.Major, build.Minor)).Micro };
}
