using System.Text;
using Assay.Cli;
using Assay.Primitives;

namespace Assay.Tests.Cli;

/// <summary>Runs the program inside the test.</summary>
internal static class InProcess
{
    /// <summary>Runs one command line.</summary>
    /// <param name="arguments">The words.</param>
    /// <param name="machine">The machine it sees; null for the real one.</param>
    /// <param name="directory">The directory it is started in.</param>
    /// <param name="input">What is piped in, or null for a terminal.</param>
    /// <param name="child">What starts the program as the child that runs libraries.</param>
    public static CliOutcome Run(string[] arguments, IMachine? machine = null, string directory = "/", string? input = null, IReadOnlyList<string>? child = null)
    {
        using MemoryStream output = new();
        using StringWriter error = new() { NewLine = "\n" };
        int status = Program.Run(arguments, new Session
        {
            Output = output,
            Error = error,
            Input = input is null ? null : new StringReader(input),
            Machine = machine ?? new HostMachine(),
            WorkingDirectory = directory,
            ChildCommand = child,
        });
        return new CliOutcome(status, Encoding.UTF8.GetString(output.ToArray()), error.ToString());
    }
}
