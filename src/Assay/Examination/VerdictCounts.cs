using Assay.Diagnostics;

namespace Assay.Examination;

/// <summary>How many imports end in which way.</summary>
/// <param name="Imports">How many succeed.</param>
/// <param name="Fails">How many raise an exception.</param>
/// <param name="Crashes">How many end the process.</param>
/// <param name="Unknown">How many are not decided.</param>
public sealed record VerdictCounts(int Imports, int Fails, int Crashes, int Unknown)
{
    /// <summary>All of them.</summary>
    public int Total => Imports + Fails + Crashes + Unknown;

    /// <summary>Counts verdicts.</summary>
    /// <param name="verdicts">The verdicts.</param>
    public static VerdictCounts Of(IEnumerable<Verdict> verdicts)
    {
        int[] counts = new int[4];
        foreach (Verdict verdict in verdicts) counts[(int)verdict.Kind]++;
        return new VerdictCounts(counts[(int)VerdictKind.Imports], counts[(int)VerdictKind.Fails], counts[(int)VerdictKind.Crashes], counts[(int)VerdictKind.Unknown]);
    }
}
