namespace Assay.Tests.Cli;

/// <summary>What one run of the program did.</summary>
internal sealed record CliOutcome(int Status, string Output, string Error);
