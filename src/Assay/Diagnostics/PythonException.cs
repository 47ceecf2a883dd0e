namespace Assay.Diagnostics;

/// <summary>An exception as Python would raise it.</summary>
/// <param name="TypeName">The class name without its module for built-in exceptions: <c>ImportError</c>, <c>ModuleNotFoundError</c>.</param>
/// <param name="Message"><c>str(exception)</c>, or null when it cannot be told.</param>
public sealed record PythonException(string TypeName, string? Message)
{
    /// <summary>The exception that was being handled when this one was raised (<c>__cause__</c> or <c>__context__</c>), or null.</summary>
    public PythonException? Cause { get; init; }

    /// <summary>The facts behind it, for the rules: a load failure, a missing module. Null when it is plain Python.</summary>
    public object? Origin { get; init; }

    /// <summary>The innermost exception of the chain: what really went wrong.</summary>
    public PythonException Root => Cause is null ? this : Cause.Root;

    /// <summary>The last line of a traceback. (The text that records make would follow <see cref="Root"/> into itself.)</summary>
    public override string ToString() => Message is null ? TypeName : $"{TypeName}: {Message}";
}
