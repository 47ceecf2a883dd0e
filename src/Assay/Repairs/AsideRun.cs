using Assay.Primitives;

namespace Assay.Repairs;

/// <summary>What can be done with an environment that was set aside.</summary>
internal static class AsideRun
{
    /// <summary>Puts it back into its place.</summary>
    public static RepairOutcome Undo(RepairSession session)
    {
        RepairPlaces places = session.Places;
        if (!session.Machine.IsDirectory(places.Old)) return new RepairOutcome(RepairEnd.Nothing, $"nothing is set aside for {places.Prefix}");
        if (HostRepairUse.IsMounted(places.Prefix)) return new RepairOutcome(RepairEnd.Refused, $"{places.Prefix}: a file system is mounted right there, so it cannot be renamed");
        HostRepairJournal journal = session.Begin();
        session.Say(RepairStep.Swapping, $"putting {places.Old} back to {places.Prefix}");

        // Where nothing stands there is nothing to be exchanged.
        if (!HostRepairFiles.IsThere(places.Prefix))
        {
            HostRepairCalls.Rename(places.Old, places.Prefix);
            session.End();
            return new RepairOutcome(RepairEnd.Undone, $"{places.Prefix} is the one from before again");
        }

        RepairExchange exchange = new(places, journal, session.Seams);
        try
        {
            if (exchange.Run(places.Old) is { } problem)
            {
                session.End();
                return new RepairOutcome(RepairEnd.Failed, problem);
            }

            _ = HostRepairFiles.Remove(places.NewHolder);
            session.End();
        }
        catch (IOException) when (exchange.IsDone)
        {
            // What is missing is a note or a name: the next run sees to it.
        }

        return new RepairOutcome(RepairEnd.Undone, $"{places.Prefix} is the one from before again; what stood there is set aside, and a second undoing would bring that back");
    }

    /// <summary>Removes it.</summary>
    public static RepairOutcome Keep(RepairSession session)
    {
        RepairPlaces places = session.Places;
        if (!HostRepairFiles.IsThere(places.Old)) return new RepairOutcome(RepairEnd.Nothing, $"nothing is set aside for {places.Prefix}");
        if (!HostRepairFiles.IsThere(places.Prefix + "/pyvenv.cfg")) return new RepairOutcome(RepairEnd.Refused, $"{places.Prefix}: no environment stands there; what is set aside at {places.Old} is the only one");
        _ = session.Begin();
        session.Say(RepairStep.Clearing, $"removing {places.Old}");

        // It goes at once, and is removed then: what is half gone is never taken for an environment.
        HostRepairCalls.Rename(places.OldHolder, places.Trash);
        session.Seams.Pass("keep: moved");
        bool isGone = HostRepairFiles.Remove(places.Trash);
        session.Seams.Pass("keep: removed");
        if (!isGone) return new RepairOutcome(RepairEnd.Failed, $"{places.Trash}: cannot be removed as a whole");
        session.End();
        return new RepairOutcome(RepairEnd.Kept, $"{places.Prefix} is kept, and what was set aside is removed");
    }
}
