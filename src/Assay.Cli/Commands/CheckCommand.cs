using Assay.Cli.Samples;
using Assay.Diagnostics;
using Assay.Examination;
using Assay.Reporting;

namespace Assay.Cli.Commands;

/// <summary><c>assay check</c>: reads what was asked, examines, reports, and turns the answer into an exit status.</summary>
internal static class CheckCommand
{
    public static ExitCode Run(CheckRequest typed, Session session)
    {
        if (typed.Schema) return Schema.Print("check-1", session);
        if (RequestReader.Read(typed, session, out string? problem) is not { } request) return session.Refuse(problem!);

        ExaminationResult result;
        using (Progress.Start(session, $"reading {request.Subject ?? request.Root ?? "the environment"}")) result = Examiner.Run(request, session.Machine);

        string? next = FixLine.For(result);

        // Nothing was asked and there is nothing to ask about: show what an answer looks like rather than nothing.
        if (result.Fault?.Kind == SubjectFaultKind.NothingFound && request.Imports.IsEmpty && request.Root is null && !typed.Json)
        {
            session.Error.WriteLine($"assay: {result.Fault.Message}; this is the built-in sample `{Sample.Healthy}`");
            result = SampleReader.Read(Sample.Healthy).Examine();
        }

        Report(result, next, typed.Json, session);
        return Status(result, typed.FailOn);
    }

    /// <summary>The exit status for a result.</summary>
    internal static ExitCode Status(ExaminationResult result, string failOn)
    {
        if (result.Fault is not null) return ExitCode.Usage;
        if (failOn == "never") return ExitCode.Success;

        // What was asked for by name must be known to import; of everything there is, only what is known to break counts.
        bool asked = !result.Request.Imports.IsEmpty;
        if (result.Targets.Any(target => target.Counts.Fails + target.Counts.Crashes + (asked ? target.Counts.Unknown : 0) > 0)) return ExitCode.Findings;
        Severity threshold = failOn switch
        {
            "note" => Severity.Note,
            "warning" => Severity.Warning,
            _ => Severity.Error,
        };
        return result.Worst >= threshold ? ExitCode.Findings : ExitCode.Success;
    }

    private static void Report(ExaminationResult result, string? next, bool json, Session session)
    {
        if (json) JsonReport.Write(result, ProductVersion.Text, session.Output);
        else session.Print(writer =>
        {
            TextReport.Write(result, writer, session.Style);
            if (next is not null) writer.WriteLine(next);
        });
        if (result.Fault is not null) session.Refuse(result.Fault.Message);
    }
}
