namespace Assay.Cli.Commands;

/// <summary>What the user typed for <c>blas</c>, unread.</summary>
/// <param name="Of">The subject and where it is to run.</param>
internal sealed record BlasRequest(CheckRequest Of);
