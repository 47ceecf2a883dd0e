using Assay.Comparison;
using Assay.Reporting;

namespace Assay.Cli.Commands;

/// <summary><c>assay diff</c>: what is different in two environments, and which of it explains why an import works in one of them only.</summary>
internal static class DiffCommand
{
    public static ExitCode Run(DiffRequest typed, Session session)
    {
        if (typed.First.Schema) return Schema.Print("diff-1", session);
        if (RequestReader.Read(typed.First, session, out string? problem) is not { } first || RequestReader.Read(typed.Second, session, out problem) is not { } second) return session.Refuse(problem!);
        if (typed.First.Subject is null || typed.Second.Subject is null) return session.Refuse("expected two environments or snapshots: assay diff A B");
        if (first.Targets.Length > 1) return session.Refuse("--for: two environments are compared for one target; ask for each by itself");
        ComparisonResult result;
        using (Progress.Start(session, "reading both")) result = Comparer.Run(first, session.Machine, second, session.Machine);
        if (typed.First.Json) ComparisonJson.Write(result, ProductVersion.Text, session.Output);
        else session.Print(writer => ComparisonText.Write(result, writer, session.Style));
        if (result.Fault is { } fault) return session.Refuse(fault.Message);
        return result.EndsOtherwise ? ExitCode.Findings : ExitCode.Success;
    }
}
