using Assay.Examination;
using Assay.Reporting;

namespace Assay.Cli.Commands;

/// <summary><c>assay blas</c>: says which library answers each routine of linear algebra.</summary>
internal static class BlasCommand
{
    public static ExitCode Run(BlasRequest typed, Session session)
    {
        if (typed.Of.Schema) return Schema.Print("blas-1", session);
        if (RequestReader.Read(typed.Of, session, out string? problem) is not { } request) return session.Refuse(problem!);

        BlasResult result;
        using (Progress.Start(session, $"reading {request.Subject ?? request.Root ?? "the environment"}")) result = BlasExaminer.Run(request, session.Machine);

        if (typed.Of.Json) BlasJson.Write(result, ProductVersion.Text, session.Output);
        else session.Print(writer => BlasText.Write(result, writer, session.Style));
        return result.Fault is { } fault ? session.Refuse(fault.Message) : ExitCode.Success;
    }
}
