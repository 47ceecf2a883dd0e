using Assay.Environments;
using Assay.Examination.Repairing;
using Assay.Packaging.Locking;
using Assay.Repairs;
using Assay.Reporting;

namespace Assay.Cli.Commands;

/// <summary><c>assay fix</c>: the commands that put an environment right, and the verdict afterwards; with <c>--apply</c> it has them carried out in a new environment that takes the old one's place.</summary>
internal static class FixCommand
{
    // Whole wheels are downloaded to look into them, which takes longer than pages.
    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(15);

    public static ExitCode Run(FixRequest typed, Session session)
    {
        if (typed.Of.Schema) return Schema.Print("fix-1", session);
        if ((bool[])[typed.Apply, typed.Undo, typed.Keep] is var ways && ways.Count(way => way) > 1) return session.Refuse("--apply, --undo and --keep exclude each other");
        if (RequestReader.Read(typed.Of, session, out string? problem) is not { } request) return session.Refuse(problem!);
        if (IndexReader.Read(typed.Index, new RequirementOptions(), session, out problem) is not { } index) return session.Refuse(problem!);
        if (typed.Undo || typed.Keep)
        {
            if (Prefix(request.Subject, session, out problem) is not { } prefix) return session.Refuse(problem!);
            return Ended(typed.Undo ? Repair.Undo(prefix, Say(session)) : Repair.Keep(prefix, Say(session)), null, typed, session);
        }

        // Without the network the usual index has nothing to say, and need not be complained about.
        if (index.Offline && index.Indexes.IsEmpty) index = index with { HasNoIndex = true };
        if (typed.Apply && request.Root is null && Prefix(request.Subject, session, out _) is { } interrupted)
            foreach (string line in Repair.Heal(interrupted)) session.Error.WriteLine($"assay: earlier run: {PrintableText.OneLine(line)}");
        RepairPlan plan = Plan(new RepairRequest(request) { Index = index with { Deadline = Deadline } }, session);
        if (typed.Apply && plan.Fault is null && !plan.IsHealthy) return Apply(plan, typed, session);
        if (typed.Of.Json) RepairJson.Write(plan, null, ProductVersion.Text, session.Output);
        else session.Print(writer => RepairText.Write(plan, writer, session.Style));
        if (plan.Fault is { } fault) return session.Refuse(fault.Message);
        return plan.IsHealthy ? ExitCode.Success : ExitCode.Findings;
    }

    private static RepairPlan Plan(RepairRequest request, Session session)
    {
        using Progress? progress = Progress.Start(session, $"reading {request.Of.Subject ?? request.Of.Root ?? "the environment"}");
        return RepairPlanner.RunAsync(request, session.Machine, words => progress?.Say(words)).GetAwaiter().GetResult();
    }

    private static ExitCode Apply(RepairPlan plan, FixRequest typed, Session session)
    {
        RepairOrder? order = RepairOrders.Of(plan, out string? reason);
        if (!typed.Of.Json)
        {
            // Said before it happens: everything else Assay does only reads.
            session.Print(writer =>
            {
                RepairText.Write(plan, writer, session.Style);
                if (order is not null) RepairOutcomeText.WriteAnnouncement(Repair.Commands(order), writer, session.Style);
            });
        }

        return Ended(order is null ? new RepairOutcome(RepairEnd.Refused, reason!) : Repair.Apply(order, Say(session)), plan, typed, session);
    }

    private static ExitCode Ended(RepairOutcome outcome, RepairPlan? plan, FixRequest typed, Session session)
    {
        if (typed.Of.Json) RepairJson.Write(plan, outcome, ProductVersion.Text, session.Output);
        else session.Print(writer => RepairOutcomeText.Write(outcome, writer, session.Style));
        return outcome.IsDone ? ExitCode.Success : ExitCode.Findings;
    }

    private static Action<RepairProgress> Say(Session session) => progress => session.Error.WriteLine($"assay: {progress.Step.ToString().ToLowerInvariant()}: {PrintableText.OneLine(progress.What)}");

    // Where an environment is that may be half exchanged: what is named, else what one stands in.
    private static string? Prefix(string? subject, Session session, out string? problem)
    {
        EnvironmentSearchResult found = subject is null ? EnvironmentDiscovery.FindDefault(session.Machine, session.WorkingDirectory) : EnvironmentDiscovery.Find(session.Machine, subject, session.WorkingDirectory);
        problem = found.IsFound ? null : found.Problem.Message;
        return found.IsFound ? found.Environment.Prefix ?? found.Environment.Path : subject;
    }
}
