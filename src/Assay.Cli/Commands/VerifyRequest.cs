namespace Assay.Cli.Commands;

/// <summary>What the user typed for <c>verify</c>, unread.</summary>
/// <param name="Of">The environment, the imports and where they are predicted for.</param>
/// <param name="Timeout">Seconds that one import may take, or null.</param>
/// <param name="Report">The file to write, or null.</param>
/// <param name="Cpu">The processor to play, or null.</param>
/// <param name="Runner">The words that run the interpreter, or null.</param>
/// <param name="Jobs">How many imports at the same time.</param>
internal sealed record VerifyRequest(CheckRequest Of, int? Timeout, string? Report, string? Cpu, string? Runner, int Jobs);
