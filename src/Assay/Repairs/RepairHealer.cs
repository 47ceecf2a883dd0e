namespace Assay.Repairs;

/// <summary>
/// Acts upon the journal of a run that did not come to its end: an exchange that had begun is finished, everything before that is removed. Directories are known by what they are and not by
/// where they lie, and nothing is removed that might be the environment.
/// </summary>
/// <param name="places">Where everything lies.</param>
/// <param name="seams">Where a test takes hold.</param>
internal sealed class RepairHealer(RepairPlaces places, RepairSeams seams)
{
    private readonly List<string> healed = [];

    /// <summary>What was found and done, one line each.</summary>
    public IReadOnlyList<string> Healed => healed;

    /// <summary>Why nothing may be begun here, or null.</summary>
    public string? Problem { get; private set; }

    /// <summary>Heals. The lock must be held.</summary>
    /// <returns>Why nothing may be begun here, or null.</returns>
    public string? Run() => Problem = Heal();

    private string? Heal()
    {
        JournalState state = HostRepairJournal.Read(places);
        if (state.Begin is { } begin) HostRepairLock.EndOrphans(begin);
        try
        {
            return Settle(state) ?? Clear(state);
        }
        catch (IOException error)
        {
            return $"what an interrupted run left at {places.Holder} cannot be put in order: {error.Message}";
        }
    }

    private static string TaskOf(JournalState state) => state.Begin?.Task switch { "undo" => "an undoing", "keep" => "a removal of what was set aside", _ => "a repair" };

    private string? Settle(JournalState state)
    {
        if (state.IsOver || state.Swapping is not { Stands: { } stands, Comes: { } comes }) return null;
        string? here = HostRepairFiles.Identity(places.Prefix);
        if (here == stands)
        {
            if (state.Begin?.Task == "undo") healed.Add("an undoing was interrupted before anything had moved: the environment is as it was");
            return null;
        }

        bool isLate = here == comes;
        if (!isLate)
        {
            if (HostRepairFiles.IsThere(places.Prefix)) return $"{places.Prefix}: an exchange was interrupted, and what stands there now is neither of the two; the others are in {places.Holder}: put right by hand what belongs there, and remove that directory";
            string? from = Where(comes) ?? Where(stands);
            if (from is null) return $"{places.Prefix}: an exchange was interrupted, and neither of the two is where it was; {places.Holder} may hold them: put right by hand what belongs there, and remove that directory";
            HostRepairCalls.Rename(from, places.Prefix);
            seams.Pass("healing: renamed");
        }

        if (HostRepairFiles.Identity(places.New) == stands)
        {
            HostRepairFiles.Make(places.OldHolder);
            HostRepairCalls.Rename(places.New, places.Old);
            seams.Pass("healing: set aside");
        }

        HostRepairFiles.Settle(places.Parent);
        HostRepairFiles.Settle(places.Holder);
        healed.Add(isLate
            ? $"{TaskOf(state)} was interrupted after the exchange: it is finished, and the one from before is set aside at {places.Old}"
            : $"{TaskOf(state)} was interrupted in the middle of the exchange: it is finished, and the one from before is set aside at {places.Old}");
        return null;

        string? Where(string identity) => new[] { places.New, places.Old }.FirstOrDefault(place => HostRepairFiles.Identity(place) == identity);
    }

    private string? Clear(JournalState state)
    {
        bool hasNew = HostRepairFiles.IsThere(places.New);
        if (hasNew)
        {
            // Only a journal can say that it is a new one; and what the journal calls the environment is never removed, whatever else it says.
            if (state.Begin is null) return $"{places.New}: no journal says what it is; remove {places.Holder} when nothing in it is needed";
            if (state.Swapping?.Stands is { } stands && HostRepairFiles.Identity(places.New) == stands) return $"{places.New}: is an environment that was exchanged, and should be at {places.Old}; put it there by hand";
        }

        bool wasBegun = healed.Count == 0 && state is { IsOver: false, Begin: not null };
        bool isTrash = HostRepairFiles.IsThere(places.Trash);
        if (!HostRepairFiles.Remove(places.NewHolder)) return $"{places.NewHolder}: is left of an interrupted repair and cannot be removed";
        if (!HostRepairFiles.Remove(places.Trash)) return $"{places.Trash}: was to be removed and cannot be";
        seams.Pass("healing: removed");
        if (isTrash) healed.Add("the removal of what was set aside was interrupted: it is finished");
        else if (hasNew || (wasBegun && state.Begin!.Task == "apply")) healed.Add($"{TaskOf(state)} was interrupted{(state.Last is { } step ? $" while {Doing(step)}" : "")}: {(hasNew ? "what it had made is removed" : "it had made nothing yet")}, and the environment is as it was");
        else if (wasBegun) healed.Add($"{TaskOf(state)} was interrupted before it had done anything");
        return null;
    }

    private static string Doing(string step) => step switch
    {
        nameof(RepairStep.Creating) => "it made the new environment",
        nameof(RepairStep.Filling) => "it filled the new environment",
        nameof(RepairStep.Rewriting) => "it rewrote paths of the new environment",
        nameof(RepairStep.Compiling) => "it compiled modules of the new environment",
        nameof(RepairStep.Verifying) => "it verified the new environment",
        nameof(RepairStep.Swapping) => "it prepared the exchange",
        _ => "it began",
    };
}
