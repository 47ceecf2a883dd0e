namespace Assay.Cli.Commands;

/// <summary>What the user typed for <c>fix</c>, unread.</summary>
/// <param name="Of">The environment, the imports and where they are to work.</param>
/// <param name="Index">Where wheels are looked for.</param>
internal sealed record FixRequest(CheckRequest Of, IndexRequest Index);
