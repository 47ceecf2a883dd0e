using Assay.Imports.Values;

namespace Assay.Imports.Walking;

/// <summary>A Python exception on its way up. It never leaves the walk.</summary>
/// <param name="exception">The exception object.</param>
internal sealed class PythonError(InstanceValue exception) : Exception
{
    public InstanceValue Value { get; } = exception;
}

/// <summary>The process dies here. It never leaves the walk.</summary>
/// <param name="crash">How.</param>
/// <param name="chain">The modules from the asked import to the place.</param>
internal sealed class ProcessEnds(ExtensionOutcome.Crashes crash, string[] chain) : Exception
{
    public ExtensionOutcome.Crashes Crash { get; } = crash;

    public string[] Chain { get; } = chain;
}

/// <summary>A call took more statements than a helper of an import takes. It never leaves the walk.</summary>
internal sealed class BudgetExceeded : Exception
{
    /// <summary>True when it is the whole walk that took too long, so that no call may swallow it.</summary>
    public bool IsFinal { get; init; }
}

/// <summary>Something that may go wrong, but not certainly.</summary>
/// <param name="Exception">The exception it would be.</param>
/// <param name="Reason">What is missing to decide, lower case, no full stop.</param>
/// <param name="Origin">The facts behind it, or null.</param>
/// <param name="IsStrong">False for a guard of the code itself (<c>if ...: raise</c>), which is taken not to fire.</param>
/// <param name="Chain">The modules from the asked import to the place.</param>
internal sealed record Possibility(InstanceValue Exception, string Reason, object? Origin, bool IsStrong, string[] Chain);
