namespace Assay.Cli.Commands;

/// <summary>What the user typed for <c>diff</c>, unread.</summary>
/// <param name="First">The first environment and what is asked of it.</param>
/// <param name="Second">The same of the second one.</param>
internal sealed record DiffRequest(CheckRequest First, CheckRequest Second);
