using System.Collections.Immutable;
using Assay.Examination.Verifying;

namespace Assay.Repairs;

/// <summary>What became of a repair, an undoing or a keeping.</summary>
/// <param name="End">How it ended.</param>
/// <param name="Message">What happened and why, one line in lower case without a full stop.</param>
public sealed record RepairOutcome(RepairEnd End, string Message)
{
    /// <summary>What was found of an earlier run and what was done about it, one line each; empty when there was nothing.</summary>
    public ImmutableArray<string> Healed { get; init; } = [];

    /// <summary>What else is to be known, one line each.</summary>
    public ImmutableArray<string> Notes { get; init; } = [];

    /// <summary>The environment that is set aside, absolute; null when there is none.</summary>
    public string? Aside { get; init; }

    /// <summary>The file with every command and what it printed, absolute; null when none was written.</summary>
    public string? Log { get; init; }

    /// <summary>What the new environment imported, as far as it came to that.</summary>
    public VerificationResult? Verification { get; init; }

    /// <summary>True when what was asked for is done.</summary>
    public bool IsDone => End is RepairEnd.Repaired or RepairEnd.Undone or RepairEnd.Kept;
}
