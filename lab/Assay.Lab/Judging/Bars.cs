namespace Assay.Lab.Judging;

/// <summary>What every run has to reach.</summary>
internal static class Bars
{
    public const double LeastAgreement = 0.99, MostUnknown = 0.05, LeastLastLines = 0.90;

    /// <summary>How many cases a whole run must hold, by platform.</summary>
    public static readonly IReadOnlyDictionary<string, int> LeastCases = new Dictionary<string, int> { ["x86_64"] = 600, ["aarch64"] = 250, ["musl"] = 100 };

    /// <summary>The bars that are missed, one line each; empty when the run is good.</summary>
    /// <param name="results">The results.</param>
    /// <param name="whole">True for a run of all cases, which must be enough.</param>
    public static IReadOnlyList<string> Missed(IReadOnlyList<Result> results, bool whole)
    {
        Score all = Score.Of("all", results);
        List<string> missed = [];
        if (all.Cases == 0) missed.Add("no case was judged");
        if (all.Agreement < LeastAgreement) missed.Add($"verdicts agree in {all.Agreement:P2} of {all.Decided + all.Faults} decided cases, at least {LeastAgreement:P0} wanted");
        if (all.FalseAlarms > 0) missed.Add($"{all.FalseAlarms} false alarms, none wanted");
        if (all.UnknownShare > MostUnknown) missed.Add($"{all.UnknownShare:P2} unknown, at most {MostUnknown:P0} wanted");
        if (all.Comparable > 0 && all.LastLineShare < LeastLastLines) missed.Add($"the last line is predicted in {all.LastLineShare:P2} of {all.Comparable} agreeing failures, at least {LeastLastLines:P0} wanted");
        if (all.Faults > 0) missed.Add($"{all.Faults} cases without a prediction");
        if (whole)
            foreach ((string platform, int least) in LeastCases)
                if (results.Count(result => result.Counts && result.Platform == platform) is int count && count < least) missed.Add($"{count} cases on {platform}, at least {least} wanted");
        return missed;
    }
}
