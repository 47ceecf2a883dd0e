using System.Collections.Immutable;
using Assay.Examination;
using Assay.Primitives;
using Assay.Reporting;
using Assay.Snapshots;
using Assay.Targets;
using Assay.Verification;

namespace Assay.Cli.Commands;

/// <summary><c>assay blas</c>: says which library answers each routine of linear algebra, and runs it when asked to.</summary>
internal static class BlasCommand
{
    private const int LongestBudget = 3600;

    public static ExitCode Run(BlasRequest typed, Session session)
    {
        if (typed.Of.Schema) return Schema.Print(typed.Runs ? "blas-run-1" : "blas-1", session);
        if (typed.Budget is < 1 or > LongestBudget) return session.Refuse($"--budget {typed.Budget}: expected a number of seconds from 1 to {LongestBudget}");
        if (RequestReader.Read(typed.Of, session, out string? problem) is not { } request) return session.Refuse(problem!);

        BlasResult result;
        using (Progress.Start(session, $"reading {request.Subject ?? request.Root ?? "the environment"}")) result = BlasExaminer.Run(request, session.Machine);
        if (typed.Runs && result.Fault is null && request.Subject is { } subject && SnapshotFile.HasName(subject) && session.Machine.IsFile(subject)) return session.Refuse("--run: a snapshot holds no library that could be run");
        if (typed.Runs && result.Fault is null) return Execute(typed, result, session);

        if (typed.Of.Json) BlasJson.Write(result, ProductVersion.Text, session.Output, typed.Choices);
        else session.Print(writer => BlasText.Write(result, writer, session.Style, typed.Choices));
        return result.Fault is { } fault ? session.Refuse(fault.Message) : ExitCode.Success;
    }

    private static ExitCode Execute(BlasRequest typed, BlasResult result, Session session)
    {
        Target host = HostTarget.Detect(session.Machine);
        BlasSurvey survey = result.Targets[0];
        if (result.Targets.Length > 1) return session.Refuse("--run takes one target: this machine");
        if (BlasTrials.Hindrance(survey, host) is { } hindrance) return session.Refuse($"--run: {hindrance}");
        ImmutableArray<BlasTrialRequest> trials = [.. BlasTrials.Of(survey, result.Request.Root).Select(trial => trial with { Budget = typed.Budget })];
        return trials.IsEmpty ? session.Refuse("--run: no library of linear algebra is called by what is installed") : BlasRun.Print(trials, typed.Of.Json, session, session.ChildCommand is { } child ? [.. child] : null);
    }
}
