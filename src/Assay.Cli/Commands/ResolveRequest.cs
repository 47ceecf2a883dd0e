namespace Assay.Cli.Commands;

/// <summary>What the user typed for <c>resolve</c>, unread.</summary>
internal sealed record ResolveRequest(string[] Requirements, string[] Files, string[] Targets, string[] Pythons, IndexRequest Index, bool OnlyBinary, bool Prereleases, bool Inspect, bool Json, bool Schema);
