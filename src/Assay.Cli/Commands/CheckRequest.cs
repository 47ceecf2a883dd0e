namespace Assay.Cli.Commands;

/// <summary>What the user typed for <c>check</c>, unread.</summary>
internal sealed record CheckRequest(string? Subject, string[] Imports, string[] Targets, string[] Pythons, string? Root, string[] Variables, bool Json, bool Schema, string FailOn);
