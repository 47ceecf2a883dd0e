using Assay.Verification;

namespace Assay.Cli.Commands;

/// <summary>The hidden command that plays the child of a trial. It takes the real streams: what it opens does not know of ours.</summary>
internal static class BlasChildCommand
{
    public static ExitCode Run(Session session) => BlasChild.Run(Console.OpenStandardInput(), Console.OpenStandardOutput())
        ? ExitCode.Success
        : session.Refuse($"{BlasTrial.ChildCommand} is started by assay itself, and reads an order on standard input");
}
