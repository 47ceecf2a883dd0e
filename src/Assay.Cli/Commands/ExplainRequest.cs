namespace Assay.Cli.Commands;

/// <summary>What was typed behind <c>explain</c>.</summary>
/// <param name="Code">A code, a name, or <c>cpu</c>; null for none.</param>
/// <param name="WhyNot">A level, processor or feature; null when none is asked about.</param>
/// <param name="Target">The target whose processor is meant; null for this machine's.</param>
/// <param name="Json">True for JSON.</param>
internal sealed record ExplainRequest(string? Code, string? WhyNot, string? Target, bool Json);
