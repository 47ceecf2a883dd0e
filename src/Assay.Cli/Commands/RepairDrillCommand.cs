using Assay.Repairs;

namespace Assay.Cli.Commands;

/// <summary>The hidden command by which tests drive a repair and end it wherever they like. It takes the real streams.</summary>
internal static class RepairDrillCommand
{
    public static ExitCode Run(Session session) => RepairDrill.Run(Console.OpenStandardInput(), Console.OpenStandardOutput()) switch
    {
        true => ExitCode.Success,
        false => ExitCode.Findings,
        null => session.Refuse($"{RepairDrill.Command} is started by tests, and reads an order on standard input"),
    };
}
