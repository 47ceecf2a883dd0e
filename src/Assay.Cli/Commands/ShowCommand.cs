namespace Assay.Cli.Commands;

/// <summary><c>assay show FILE</c>: what a binary says.</summary>
internal static class ShowCommand
{
    public static ExitCode Run(string file, bool json, Session session) => session.Refuse($"{file}{json}: not there yet");
}
