using System.Collections.Immutable;
using Assay.Packaging.Choosing;

namespace Assay.Cli.Commands;

/// <summary>Reads what was typed behind <c>--python</c>.</summary>
internal static class PythonReader
{
    /// <summary>The Pythons, or null and what is wrong with one of them. A patch version that is left open is the newest known.</summary>
    public static ImmutableArray<PythonBuild>? Read(string[] versions, out string? problem)
    {
        problem = versions.FirstOrDefault(version => !PythonBuild.TryParse(version, out _)) is { } wrong ? $"--python {wrong}: a version is written like 3.12, 3.13t or 3.11.4" : null;
        if (problem is not null) return null;
        ImmutableArray<PythonBuild>.Builder pythons = ImmutableArray.CreateBuilder<PythonBuild>();
        foreach (string version in versions)
        {
            PythonBuild.TryParse(version, out PythonBuild build);
            pythons.Add(version.Count(letter => letter == '.') == 1 ? PythonReleases.Complete(build) : build);
        }

        return pythons.ToImmutable();
    }
}
