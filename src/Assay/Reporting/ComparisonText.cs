using Assay.Comparison;
using Assay.Diagnostics;

namespace Assay.Reporting;

/// <summary>Two environments side by side, for people: what ends otherwise and the cause of it first, then what else differs.</summary>
public static class ComparisonText
{
    private const int MostCauses = 5, MostOthers = 20, MostImports = 20;

    /// <summary>Writes a comparison. One with a fault has no text here: its one line belongs to standard error.</summary>
    /// <param name="result">The comparison.</param>
    /// <param name="output">Where it goes.</param>
    /// <param name="style">Width and colour.</param>
    public static void Write(ComparisonResult result, TextWriter output, TextStyle style)
    {
        ArgumentNullException.ThrowIfNull(result);
        ArgumentNullException.ThrowIfNull(output);
        ArgumentNullException.ThrowIfNull(style);
        if (result.Before is null || result.After is null) return;
        output.WriteLine($"A: {style.Strong(TextReport.Headline(result.Before))}");
        output.WriteLine($"B: {style.Strong(TextReport.Headline(result.After))}");
        output.WriteLine();
        ComparedImport[] otherwise = [.. result.Imports.Where(import => import.EndsOtherwise)];
        foreach (ComparedImport import in otherwise.Take(MostImports))
        {
            output.WriteLine($"{style.Strong(PrintableText.OneLine(import.Import))}: {Ending(import.Before!)} in A, {Ending(import.After!)} in B");
            if (import.Finding is { } finding) output.WriteLine($"   {style.Frame("=")} {style.Of(finding.Severity, $"{Words.Of(finding.Severity)}[{finding.Code}]")} in {(import.IsWorse ? "B" : "A")}: {PrintableText.OneLine(finding.Title)}");
            foreach (Difference cause in import.Causes.Take(MostCauses)) output.WriteLine($"   {style.Frame("=")} {(cause == import.Causes[0] ? style.Strong("cause") : "also")}: {Line(cause)}");
            if (import.Causes.IsEmpty) output.WriteLine($"   {style.Frame("=")} nothing that differs explains it");
            output.WriteLine();
        }

        if (otherwise.Length > MostImports) output.WriteLine($"and {otherwise.Length - MostImports} more imports end otherwise; --json lists them all\n");
        HashSet<Difference> told = [.. otherwise.Take(MostImports).SelectMany(import => import.Causes.Take(MostCauses))];
        Difference[] others = [.. result.Differences.Where(difference => !told.Contains(difference))];
        if (others.Length > 0) output.WriteLine(otherwise.Length == 0 ? "what differs:" : "what else differs:");
        foreach (Difference difference in others.Take(MostOthers)) output.WriteLine("  " + Line(difference));
        if (others.Length > MostOthers) output.WriteLine($"  and {others.Length - MostOthers} more; --json lists them all");
        if (others.Length > 0) output.WriteLine();
        foreach (string problem in result.Problems) output.WriteLine($"{style.Strong("not compared")}: {PrintableText.OneLine(problem)}");
        output.WriteLine(otherwise.Length > 0 ? $"{Words.Count(otherwise.Length, "import")} of {result.Imports.Length} {(otherwise.Length == 1 ? "ends" : "end")} otherwise"
            : result.Differences.IsEmpty ? $"nothing that matters differs; {Words.Count(result.Imports.Length, "import")} {(result.Imports.Length == 1 ? "ends" : "end")} the same"
            : $"{Words.Count(result.Imports.Length, "import")} {(result.Imports.Length == 1 ? "ends" : "end")} the same");
    }

    private static string Ending(Verdict verdict) => verdict.Kind switch
    {
        VerdictKind.Fails => $"fails with {verdict.Exception}",
        VerdictKind.Crashes => verdict.Signal is null ? "crashes" : $"dies of {verdict.Signal}",
        VerdictKind.Unknown => "undecided",
        _ => "imports",
    };

    private static string Line(Difference difference) => PrintableText.OneLine($"{difference.Name}: {(difference.Before, difference.After) switch
    {
        (null, var after) => $"only in B ({after})",
        (var before, null) => $"only in A ({before})",
        var (before, after) => $"{before} in A, {after} in B",
    }}");
}
