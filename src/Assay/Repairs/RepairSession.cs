using Assay.Primitives;

namespace Assay.Repairs;

/// <summary>What every run at an environment has: the lock, the order that an earlier one left behind, a journal, and an end.</summary>
/// <param name="prefix">The environment as it was named.</param>
/// <param name="onProgress">Told of each step.</param>
/// <param name="seams">Where a test takes hold.</param>
internal sealed class RepairSession(string prefix, Action<RepairProgress>? onProgress, RepairSeams seams)
{
    private string task = "";

    /// <summary>This machine.</summary>
    public HostMachine Machine { get; } = new();

    /// <summary>Where a test takes hold.</summary>
    public RepairSeams Seams => seams;

    /// <summary>Where everything lies.</summary>
    public RepairPlaces Places { get; private set; } = new("/");

    /// <summary>The lock.</summary>
    public HostRepairLock? Lock { get; private set; }

    /// <summary>The journal, once something begins.</summary>
    public HostRepairJournal? Journal { get; private set; }

    /// <summary>The mark of this run.</summary>
    public string Id { get; } = Guid.NewGuid().ToString("N");

    /// <summary>Runs a task under the lock, after putting in order what an earlier run left.</summary>
    /// <param name="name">Its name in the journal.</param>
    /// <param name="work">The task.</param>
    public RepairOutcome Run(string name, Func<RepairSession, RepairOutcome> work)
    {
        task = name;
        if (RepairChecks.Places(prefix, Machine, out string? problem) is not { } places) return new RepairOutcome(RepairEnd.Refused, problem!);
        Places = places;

        // Where no run has been, nothing is written for one that will not be.
        bool isFirst = !HostRepairFiles.IsThere(places.Holder);
        if (isFirst && RepairChecks.Environment(places, Machine) is { } against) return new RepairOutcome(RepairEnd.Refused, against);
        if (isFirst && name != "apply") return new RepairOutcome(RepairEnd.Nothing, $"nothing is set aside for {places.Prefix}");
        using HostRepairLock? held = HostRepairLock.Take(places, out problem);
        if (held is null) return new RepairOutcome(RepairEnd.Refused, problem);
        Lock = held;
        RepairHealer healer = new(places, seams);
        Say(RepairStep.Healing, $"reading {places.Journal}");
        RepairOutcome outcome = healer.Run() is { } wrong ? new RepairOutcome(RepairEnd.Refused, wrong) : Work(work);
        Journal?.Dispose();
        string? aside = HostRepairFiles.IsThere(places.Old) ? places.Old : null;
        string? log = outcome.End is RepairEnd.Failed or RepairEnd.Stopped or RepairEnd.Repaired && HostRepairFiles.IsThere(places.Log) ? places.Log : null;
        if (outcome.End is RepairEnd.Kept or RepairEnd.Nothing || (outcome.End == RepairEnd.Refused && healer.Problem is null && aside is null)) HostRepairFiles.RemoveHolder(places);
        return outcome with { Healed = [.. healer.Healed], Aside = aside, Log = log };
    }

    /// <summary>Begins the journal of this run.</summary>
    /// <exception cref="IOException">It cannot be written.</exception>
    public HostRepairJournal Begin()
    {
        Journal = HostRepairJournal.Begin(Places, HostRepairLock.Sign(new JournalLine(JournalEvent.Begin) { Task = task, Run = Id }));
        seams.Pass("begun");
        return Journal;
    }

    /// <summary>Says that a step begins, to the journal first.</summary>
    /// <exception cref="IOException">The journal cannot be written.</exception>
    public void Say(RepairStep step, string what)
    {
        Journal?.Append(new JournalLine(JournalEvent.Step) { Step = step.ToString() });
        onProgress?.Invoke(new RepairProgress(step, what));
        seams.Pass($"step: {step}");
    }

    /// <summary>Says that nothing is left to be done. Where it cannot be said, the next run sees it.</summary>
    public void End()
    {
        try
        {
            Journal?.Append(new JournalLine(JournalEvent.End));
        }
        catch (IOException)
        {
            // A full disk.
        }
    }

    private RepairOutcome Work(Func<RepairSession, RepairOutcome> work)
    {
        try
        {
            return work(this);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return new RepairOutcome(RepairEnd.Failed, error.Message);
        }
    }
}
