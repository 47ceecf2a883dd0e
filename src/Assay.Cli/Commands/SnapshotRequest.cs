namespace Assay.Cli.Commands;

/// <summary>What the user typed for <c>snapshot</c>, unread.</summary>
/// <param name="Of">What it shares with <c>check</c>.</param>
/// <param name="Output">The file to write.</param>
internal sealed record SnapshotRequest(CheckRequest Of, string? Output);
