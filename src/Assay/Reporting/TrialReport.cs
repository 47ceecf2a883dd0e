using System.Collections.Immutable;
using Assay.Blas;
using Assay.Diagnostics;
using Assay.Verification;

namespace Assay.Reporting;

/// <summary>A trial as text.</summary>
public static class TrialReport
{
    private const int LabelWidth = 10;

    /// <summary>Says which files are about to be executed.</summary>
    /// <param name="request">What will be tried.</param>
    /// <param name="writer">Where the text goes.</param>
    /// <param name="style">Width and colour.</param>
    public static void WriteAnnouncement(BlasTrialRequest request, TextWriter writer, TextStyle style)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(style);
        IEnumerable<string> files = new[] { request.Blas?.Path, request.Lapack?.Path }.OfType<string>().Distinct().Select(PrintableText.OneLine);
        writer.WriteLine($"executing {style.Strong(string.Join(" and ", files))} in a process of its own");
    }

    /// <summary>Writes what came out.</summary>
    /// <param name="result">The trial.</param>
    /// <param name="writer">Where the text goes.</param>
    /// <param name="style">Width and colour.</param>
    /// <param name="bars">True to draw bars behind the figures: for a terminal.</param>
    public static void Write(BlasTrialResult result, TextWriter writer, TextStyle style, bool bars)
    {
        ArgumentNullException.ThrowIfNull(result);
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(style);
        foreach (TrialEnding ending in result.Endings)
            if (TrialWords.Of(ending, result.Request) is { } sentence) Complain(sentence);
        foreach (IGrouping<string, WidthProof> lies in result.Widths.Where(width => width.IsLie).GroupBy(lie => TrialWords.Of(lie with { By = "" }, result.Request)))
            Complain(TrialWords.Of(lies.First(), result.Request));
        foreach (TrialCheck check in result.Checks.Where(check => check.Wrong is not null))
            Complain($"wrong results: `{PrintableText.OneLine(check.Routine)}`{Threads(check.Threads)}, {PrintableText.OneLine(check.Wrong!)}");
        if (result.Example is { IsRight: false }) Complain("wrong results: the example");

        foreach (TrialLibrary library in Libraries(result.Request)) Say(library == result.Request.Blas ? library == result.Request.Lapack || result.Request.Lapack?.Path == library.Path ? "library" : "BLAS" : "LAPACK", library.Title);
        foreach (RuntimeFact fact in result.Facts.Where(fact => fact.Name is "configuration" or "version" or "wrapper")) Say("says", fact.Value + Elsewhere(fact, result.Request));
        string work = string.Join(", ", result.Facts.Where(fact => fact.Name is "core" or "threading" or "threads").GroupBy(fact => fact.Name).Select(group => $"{group.Key} {group.First().Value}"));
        if (work.Length > 0) Say("works with", work);
        foreach (SymbolHome home in result.Elsewhere) Say("answered", $"`{home.Symbol}` comes from {home.Found}");
        foreach (IGrouping<IntegerWidth, WidthProof> width in result.Widths.GroupBy(width => width.Proved))
            Say("integers", width.Key == IntegerWidth.Unknown ? $"{TrialWords.Of(width.Key)} in {string.Join(", ", width.Select(proof => proof.Interface))}" : $"{TrialWords.Of(width.Key)}, proved by {string.Join(", ", width.Select(proof => $"`{proof.By}`"))}");
        if (result.Convention is { } convention && Words(convention) is { Length: > 0 } words) Say("functions", words);
        if (result.Example is { } example)
            Say("example", $"coef_ = {NumpyText.Array(example.Coefficients)}  intercept_ = {NumpyText.Number(example.Intercept)}  residual {example.Residual:0.#e+0}");
        WriteChecks();
        foreach (string note in result.Notes) Say("note", note);
        if (!result.IsSound && result.Talk.Length > 0) Say("it printed", result.Talk.Split('\n')[0]);
        if (!result.Timings.IsEmpty) TrialTable.Write(result, writer, style, bars);
        if (TrialWords.Speed(result, out bool isSlow) is { } speed) writer.WriteLine(isSlow ? style.Of(Severity.Warning, speed) : speed);

        void Complain(string sentence) => writer.WriteLine($"{style.Of(Severity.Error, "error")}: {sentence}");

        void Say(string label, string text) => writer.WriteLine($"  {style.Faint(label.PadRight(LabelWidth))}  {PrintableText.OneLine(text)}");

        void WriteChecks()
        {
            ImmutableArray<TrialCheck> right = [.. result.Checks.Where(check => check.Wrong is null)];
            if (right.IsEmpty) return;
            double worst = right.Max(check => check.Error);
            Say("checks", $"right: {string.Join(", ", right.Select(check => check.Routine).Distinct())}; {right.Sum(check => check.Cases)} cases, the largest error {worst * 100:0} % of what rounding may cause");
        }
    }

    private static IEnumerable<TrialLibrary> Libraries(BlasTrialRequest request)
    {
        if (request.Blas is { } blas) yield return blas;
        if (request.Lapack is { } lapack && lapack.Path != request.Blas?.Path) yield return lapack;
    }

    private static string Threads(int threads) => threads == 1 ? "" : $" with {threads} threads";

    private static string Elsewhere(RuntimeFact fact, BlasTrialRequest request) =>
        Libraries(request).Any(library => Name(library.Path) == Name(fact.File)) ? "" : $" ({Name(fact.File)})";

    private static string Name(string path) => path[(path.LastIndexOf('/') + 1)..];

    private static string Words(CallingConvention convention)
    {
        List<string> words = [];
        if (convention.HiddenComplexResult is { } hidden) words.Add(hidden ? "complex results come through a hidden first argument" : "complex results are returned");
        if (convention.FloatAsDouble is { } asDouble) words.Add(asDouble ? "single precision is returned as double (f2c)" : "single precision is returned as such");
        return string.Join(", ", words);
    }
}
