using System.Diagnostics.CodeAnalysis;

namespace Assay.Environments;

/// <summary>What <see cref="EnvironmentDiscovery"/> found: an environment, or the reason why there is none.</summary>
public sealed record EnvironmentSearchResult
{
    private EnvironmentSearchResult(PythonEnvironment? environment, EnvironmentProblem? problem)
    {
        Environment = environment;
        Problem = problem;
    }

    /// <summary>The environment; null exactly when <see cref="Problem"/> is set.</summary>
    public PythonEnvironment? Environment { get; }

    /// <summary>Why there is none; null exactly when <see cref="Environment"/> is set.</summary>
    public EnvironmentProblem? Problem { get; }

    /// <summary>True when an environment was found. It may still be a broken one: see <see cref="PythonEnvironment.Problems"/>.</summary>
    [MemberNotNullWhen(true, nameof(Environment))]
    [MemberNotNullWhen(false, nameof(Problem))]
    public bool IsFound => Environment is not null;

    internal static EnvironmentSearchResult Found(PythonEnvironment environment) => new(environment, null);

    internal static EnvironmentSearchResult Missing(EnvironmentProblem problem) => new(null, problem);
}
