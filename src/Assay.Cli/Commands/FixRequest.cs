namespace Assay.Cli.Commands;

/// <summary>What the user typed for <c>fix</c>, unread.</summary>
/// <param name="Of">The environment, the imports and where they are to work.</param>
/// <param name="Index">Where wheels are looked for.</param>
/// <param name="Apply">True to carry the plan out.</param>
/// <param name="Undo">True to bring the old environment back.</param>
/// <param name="Keep">True to remove the old environment.</param>
internal sealed record FixRequest(CheckRequest Of, IndexRequest Index, bool Apply, bool Undo, bool Keep);
