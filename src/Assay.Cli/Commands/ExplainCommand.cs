namespace Assay.Cli.Commands;

/// <summary><c>assay explain</c>.</summary>
internal static class ExplainCommand
{
    public static ExitCode Run(string? code, bool json, Session session) => session.Refuse($"there is no finding {code}{json}");
}
