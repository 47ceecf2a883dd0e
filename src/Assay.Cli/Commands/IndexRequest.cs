namespace Assay.Cli.Commands;

/// <summary>What the user typed about where files are looked for, unread.</summary>
internal sealed record IndexRequest(string[] Indexes, string[] FindLinks, bool NoIndex, bool Offline, int? Timeout, int? Retries, string? Proxy);
