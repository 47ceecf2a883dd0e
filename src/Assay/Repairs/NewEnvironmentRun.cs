using Assay.Examination.Verifying;
using Assay.Primitives;
using Assay.Verification.Importing;

namespace Assay.Repairs;

/// <summary>Makes the new environment, lets it prove itself, and exchanges it for the old one.</summary>
/// <param name="order">What is wanted.</param>
/// <param name="session">The run.</param>
internal sealed class NewEnvironmentRun(RepairOrder order, RepairSession session)
{
    private readonly RepairPlaces places = session.Places;
    private readonly List<string> notes = [];
    private VerificationResult? verification;
    private bool isDone;

    /// <summary>Does all of it.</summary>
    public RepairOutcome Run()
    {
        string? uv = RepairChecks.Uv(order, session.Machine);
        string? against = RepairChecks.Environment(places, session.Machine)
            ?? RepairChecks.Order(order, places, session.Machine)
            ?? (order.Tool == RepairTool.Uv && uv is null ? "uv owns this environment and is not on PATH" : null)
            ?? (HostRepairFiles.IsThere(places.Old) ? $"{places.Old}: the environment from before an earlier repair is still there; `assay fix --keep` lets go of it, `assay fix --undo` brings it back" : null)
            ?? InUse();
        if (against is not null) return new RepairOutcome(RepairEnd.Refused, against);
        session.Begin();
        using HostRepairLog log = new(places.Log);
        using HostRepairStop stop = new();
        RepairOutcome outcome;
        try
        {
            string? problem = Steps(uv ?? "uv", log, stop.Token);
            outcome = isDone ? new RepairOutcome(RepairEnd.Repaired, $"{places.Prefix} is new, and the one from before is set aside at {places.Old}")
                : stop.Token.IsCancellationRequested ? new RepairOutcome(RepairEnd.Stopped, $"stopped: {places.Prefix} is as it was")
                : new RepairOutcome(RepairEnd.Failed, problem!);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            outcome = isDone ? new RepairOutcome(RepairEnd.Repaired, $"{places.Prefix} is new")
                : new RepairOutcome(RepairEnd.Failed, error.Message.Contains("No space left", StringComparison.Ordinal) ? $"no space is left for the new environment ({error.Message})" : error.Message);
        }

        log.Say(outcome.Message);
        return Clear(outcome) with { Verification = verification };
    }

    private RepairOutcome Clear(RepairOutcome outcome)
    {
        // The old one lies where the new one was made until it has got its own name; then it is the next run that gives it.
        bool isLeft = isDone && HostRepairFiles.IsThere(places.New);
        if (isLeft) notes.Add($"the one from before is at {places.New}; the next run moves it to {places.Old}");
        session.Seams.Pass("clearing");
        if (!isLeft && !HostRepairFiles.Remove(places.NewHolder)) notes.Add($"{places.NewHolder}: cannot be removed as a whole; the next run tries again");
        _ = HostRepairFiles.Remove(places.Requirements);
        if (!isLeft) session.End();
        session.Seams.Pass("ended");
        return outcome with { Notes = [.. notes] };
    }

    private string? Steps(string uv, HostRepairLog log, CancellationToken stop)
    {
        HostRepairFiles.Make(places.NewHolder);
        HostRepairFiles.Write(places.Requirements, string.Concat(order.Requirements.Select(line => line + "\n")));
        HostRepairProcess processes = new(order, places.Holder, session.Lock!, $"{HostRepairLock.MarkVariable}={session.Id}", log, stop);
        foreach (RepairCommand command in new[] { RepairCommands.Create(order, places, uv), RepairCommands.Fill(order, places, uv) })
        {
            session.Say(command.Step, command.Text);
            ProcessEnd end = processes.Run(command);
            if (stop.IsCancellationRequested) return "";
            if (end is not { Problem: null, Status: 0, IsOverdue: false }) return ToolWords.Reason(command, end, order);
            if (!session.Machine.IsFile(places.New + "/pyvenv.cfg")) return $"{command.Words[0]} made no environment at {places.New}";
        }

        HostRepairFiles.CopyMode(places.Prefix, places.New);
        session.Say(RepairStep.Rewriting, $"making {places.New} name {places.Prefix}");
        foreach (string file in new HostPathRewriter(places.New, places.Prefix).Run()) notes.Add($"{file} names the place it was made at, and is no text that could be changed");
        if (order.Tool == RepairTool.Pip)
        {
            RepairCommand compile = RepairCommands.Compile(places);
            session.Say(compile.Step, compile.Text);

            // Not every file of every package is one that this Python can compile; it is not asked to.
            _ = processes.Run(compile);
        }

        if (stop.IsCancellationRequested) return "";
        return Verify(log, stop) ?? (stop.IsCancellationRequested ? "" : Exchange(log));
    }

    private string? Verify(HostRepairLog log, CancellationToken stop)
    {
        session.Say(RepairStep.Verifying, $"importing {string.Join(", ", order.Imports)} with {places.New}/bin/python");
        NewEnvironmentCheck check = new(order, places, session.Machine);
        string? problem = check.Run(log, stop);
        verification = check.Result;
        notes.AddRange(check.Notes);
        return problem;
    }

    private string? Exchange(HostRepairLog log)
    {
        session.Say(RepairStep.Swapping, $"putting {places.New} in the place of {places.Prefix}");
        if (InUse() is { } use) return use;

        // The new one is on the disk before the old one goes.
        HostRepairCalls.Sync(places.Holder);
        RepairExchange exchange = new(places, session.Journal!, session.Seams);
        try
        {
            return exchange.Run(places.New);
        }
        catch (IOException error) when (exchange.IsDone)
        {
            log.Say(error.Message);
            return null;
        }
        finally
        {
            isDone = exchange.IsDone;
        }
    }

    private string? InUse() => !order.EvenInUse && HostRepairUse.Find(places.Prefix) is { } process ? $"{places.Prefix} is in use by {process}, which would find other files from one moment to the next; end it first" : null;
}
