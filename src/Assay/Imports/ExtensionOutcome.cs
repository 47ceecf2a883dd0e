using Assay.Diagnostics;

namespace Assay.Imports;

/// <summary>How opening a piece of compiled code ends.</summary>
public abstract record ExtensionOutcome
{
    private ExtensionOutcome()
    {
    }

    /// <summary>It is mapped, linked and initialised.</summary>
    public sealed record Loaded : ExtensionOutcome
    {
        /// <summary>Modules that the code itself imports while it is initialised, in order, as far as they can be told.</summary>
        public IReadOnlyList<string> Imports { get; init; } = [];

        /// <summary>What its constants tell of further modules it imports.</summary>
        public CompiledNames Names { get; init; } = CompiledNames.None;
    }

    /// <summary>Python raises an exception.</summary>
    /// <param name="Exception">The exception, with the load failure as its origin.</param>
    /// <param name="Certainty">How sure that is.</param>
    public sealed record Raises(PythonException Exception, Certainty Certainty = Certainty.Certain) : ExtensionOutcome;

    /// <summary>The process dies.</summary>
    /// <param name="Signal">The signal's name, or null when it exits with <paramref name="ExitStatus"/>.</param>
    /// <param name="ExitStatus">The exit status as a shell shows it.</param>
    /// <param name="Reason">Why, lower case, no full stop.</param>
    /// <param name="Origin">The facts behind it, for the rules.</param>
    public sealed record Crashes(string? Signal, int ExitStatus, string Reason, object? Origin) : ExtensionOutcome;

    /// <summary>What was read does not decide it.</summary>
    /// <param name="Reason">What is missing to decide, lower case, no full stop.</param>
    /// <param name="Origin">The facts behind it, for the rules; null when there are none.</param>
    public sealed record Undecided(string Reason, object? Origin = null) : ExtensionOutcome;
}
