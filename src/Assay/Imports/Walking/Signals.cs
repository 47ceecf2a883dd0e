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
/// <param name="exception">The exception it would be.</param>
/// <param name="reason">What is missing to decide, lower case, no full stop; empty for what is not strong.</param>
/// <param name="origin">The facts behind it, or null.</param>
/// <param name="isStrong">False for a guard of the code itself (<c>if ...: raise</c>), which is taken not to fire.</param>
/// <param name="chain">The modules from the asked import to the place.</param>
internal sealed class Possibility(InstanceValue exception, string reason, object? origin, bool isStrong, string[] chain)
{
    public InstanceValue Exception { get; } = exception;

    public string Reason { get; } = reason;

    public object? Origin { get; } = origin;

    public bool IsStrong { get; } = isStrong;

    public string[] Chain { get; } = chain;
}
