namespace Assay.Tests.Cli;

/// <summary>The contract, held by the code of this build.</summary>
public sealed class InProcessTests : CliContract
{
    internal override CliOutcome Run(string[] arguments, string? input = null) => InProcess.Run(arguments, input: input);
}
