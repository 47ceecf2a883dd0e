namespace Assay.Cli.Commands;

/// <summary>What the user typed for <c>blas</c>, unread.</summary>
/// <param name="Of">The subject and where it is to run.</param>
/// <param name="Runs">True to execute the libraries.</param>
/// <param name="Budget">The most seconds for timing each pair of libraries.</param>
/// <param name="Choices">True to add what could do the work instead.</param>
internal sealed record BlasRequest(CheckRequest Of, bool Runs, int Budget, bool Choices);
