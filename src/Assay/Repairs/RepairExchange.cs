namespace Assay.Repairs;

/// <summary>Lets two environments change places, so that at every moment, and after an end at any moment, one of the two is found.</summary>
/// <param name="places">Where everything lies.</param>
/// <param name="journal">What is announced there first.</param>
/// <param name="seams">Where a test takes hold.</param>
internal sealed class RepairExchange(RepairPlaces places, HostRepairJournal journal, RepairSeams seams)
{
    /// <summary>True when the two have changed places.</summary>
    public bool IsDone { get; private set; }

    /// <summary>Puts one into the place, and what stands there aside.</summary>
    /// <param name="from">Where the one is that comes: that of the new one, or that of the one set aside.</param>
    /// <returns>Why it did not happen; nothing has moved then.</returns>
    public string? Run(string from)
    {
        string? stands = HostRepairFiles.Identity(places.Prefix), comes = HostRepairFiles.Identity(from);
        if (stands is null || comes is null) return $"{(stands is null ? places.Prefix : from)}: is gone";
        HostRepairFiles.Make(places.OldHolder);
        HostRepairFiles.Make(places.NewHolder);
        seams.Pass("exchange: prepared");
        journal.Append(new JournalLine(JournalEvent.Swapping) { Stands = stands, Comes = comes });
        seams.Pass("exchange: announced");
        string problem = "";
        bool? isDone = seams.CanExchange ? HostRepairCalls.Exchange(places.Prefix, from, out problem) : null;
        if (isDone == false) return $"{places.Prefix}: cannot be exchanged: {problem}";
        if (isDone is null)
        {
            if (Rename(from) is { } failed) return failed;
        }
        else
        {
            IsDone = true;
            seams.Pass("exchange: exchanged");
            if (from == places.New) SetAside();
        }

        foreach (string directory in new[] { places.Parent, places.Holder, places.OldHolder, places.NewHolder }) HostRepairFiles.Settle(directory);
        journal.Append(new JournalLine(JournalEvent.Swapped));
        seams.Pass("exchange: noted");
        return null;
    }

    // By renames, each of them to a free name: between the first and the last the journal knows what belongs where.
    private string? Rename(string from)
    {
        string aside = from == places.New ? places.Old : places.New;
        try
        {
            HostRepairCalls.Rename(places.Prefix, aside);
        }
        catch (IOException error)
        {
            return $"{places.Prefix}: cannot be renamed: {error.Message}";
        }

        seams.Pass("exchange: moved away");
        try
        {
            HostRepairCalls.Rename(from, places.Prefix);
        }
        catch (IOException error)
        {
            HostRepairCalls.Rename(aside, places.Prefix);
            return $"{from}: cannot be renamed: {error.Message}";
        }

        IsDone = true;
        seams.Pass("exchange: moved in");
        if (aside == places.New) SetAside();
        return null;
    }

    private void SetAside()
    {
        HostRepairCalls.Rename(places.New, places.Old);
        seams.Pass("exchange: set aside");
    }
}
