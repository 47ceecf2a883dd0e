using Assay.Examination;
using Assay.Examination.Repairing;
using Assay.Packaging.Locking;
using Assay.Reporting;

namespace Assay.Cli.Commands;

/// <summary><c>assay fix</c>: the commands that put an environment right, and the verdict afterwards.</summary>
internal static class FixCommand
{
    // Whole wheels are downloaded to look into them, which takes longer than pages.
    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(15);

    public static ExitCode Run(FixRequest typed, Session session)
    {
        if (typed.Of.Schema) return Schema.Print("fix-1", session);
        if (RequestReader.Read(typed.Of, session, out string? problem) is not { } request) return session.Refuse(problem!);
        if (IndexReader.Read(typed.Index, new RequirementOptions(), session, out problem) is not { } index) return session.Refuse(problem!);

        // Without the network the usual index has nothing to say, and need not be complained about.
        if (index.Offline && index.Indexes.IsEmpty) index = index with { HasNoIndex = true };
        RepairPlan plan = Plan(new RepairRequest(request) { Index = index with { Deadline = Deadline } }, session);
        if (typed.Of.Json) RepairJson.Write(plan, ProductVersion.Text, session.Output);
        else session.Print(writer => RepairText.Write(plan, writer, session.Style));
        if (plan.Fault is { } fault) return session.Refuse(fault.Message);
        return plan.IsHealthy ? ExitCode.Success : ExitCode.Findings;
    }

    private static RepairPlan Plan(RepairRequest request, Session session)
    {
        using Progress? progress = Progress.Start(session, $"reading {request.Of.Subject ?? request.Of.Root ?? "the environment"}");
        return RepairPlanner.RunAsync(request, session.Machine, words => progress?.Say(words)).GetAwaiter().GetResult();
    }
}
