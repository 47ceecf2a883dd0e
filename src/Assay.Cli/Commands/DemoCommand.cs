namespace Assay.Cli.Commands;

/// <summary><c>assay demo</c>: situations that need nothing installed.</summary>
internal static class DemoCommand
{
    public static ExitCode Run(Session session) => session.Refuse("not there yet");
}
