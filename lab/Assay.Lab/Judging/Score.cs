namespace Assay.Lab.Judging;

/// <summary>Counts over some of the results.</summary>
internal sealed record Score(string Name, int Cases, int Decided, int Agreeing, int FalseAlarms, int Misses, int Unknown, int Faults, int Comparable, int LastLines, int Messages)
{
    /// <summary>Adds results up.</summary>
    public static Score Of(string name, IEnumerable<Result> results)
    {
        List<Result> counted = [.. results.Where(result => result.Counts)];
        return new Score(
            name, counted.Count, counted.Count(result => result.Decided), counted.Count(result => result.Agrees), counted.Count(result => result.FalseAlarm), counted.Count(result => result.Miss),
            counted.Count(result => result.Predicted == Referee.Ending.Unknown), counted.Count(result => result.Fault is not null), counted.Count(result => result.Comparable), counted.Count(result => result.LastLineEqual), counted.Count(result => result.MessageEqual));
    }

    /// <summary>Agreeing verdicts among all that were given.</summary>
    public double Agreement => Decided + Faults == 0 ? 1 : (double)Agreeing / (Decided + Faults);

    /// <summary>Undecided among all.</summary>
    public double UnknownShare => Cases == 0 ? 0 : (double)Unknown / Cases;

    /// <summary>Equal last lines among agreeing failures.</summary>
    public double LastLineShare => Comparable == 0 ? 1 : (double)LastLines / Comparable;
}
