using System.Globalization;
using System.Text;
using Assay.Lab.Referee;

namespace Assay.Lab.Judging;

/// <summary>The tables, for the terminal and as a Markdown page with every disagreement.</summary>
internal static class Report
{
    /// <summary>The summary by platform and by family.</summary>
    public static string Table(IReadOnlyList<Result> results)
    {
        StringBuilder text = new();
        Row(text, "", "cases", "agree", "alarms", "misses", "unknown", "faults", "last line", "message");
        foreach (IGrouping<string, Result> platform in results.GroupBy(result => result.Platform)) Line(text, Score.Of(platform.Key, platform));
        Line(text, Score.Of("all", results));
        text.AppendLine();
        Row(text, "family", "cases", "agree", "alarms", "misses", "unknown", "faults", "last line", "message");
        foreach (IGrouping<string, Result> family in results.GroupBy(result => result.Family).OrderBy(group => group.Key, StringComparer.Ordinal)) Line(text, Score.Of(family.Key, family));
        return text.ToString();
    }

    /// <summary>The page.</summary>
    public static string Page(IReadOnlyList<Result> results, IReadOnlyList<string> missed, int seed)
    {
        StringBuilder text = new();
        text.AppendLine("# Predictions beside reality").AppendLine();
        text.AppendLine(CultureInfo.InvariantCulture, $"{results.Count(result => result.Counts)} cases of seed {seed}; {results.Count(result => !result.Counts)} got no answer from reality.").AppendLine();
        List<Result> open = [.. results.Where(result => result.Counts && !result.Agrees)];
        text.AppendLine(CultureInfo.InvariantCulture, $"{open.Count} verdicts differ or are left open; {open.Count(result => KnownDisagreements.ReasonOf(result) is null)} of them nobody has explained yet.").AppendLine();
        foreach (string line in missed) text.AppendLine("- missed: " + line);
        text.AppendLine().AppendLine("```").Append(Table(results)).AppendLine("```").AppendLine();
        Section(text, "Verdicts that differ", [.. results.Where(result => result.Counts && !result.Agrees && result.Predicted != Ending.Unknown)]);
        Section(text, "Errors found where all is well", [.. results.Where(result => result.FalseAlarm && result.Agrees)]);
        Section(text, "Unknown", [.. results.Where(result => result.Counts && result.Predicted == Ending.Unknown)]);
        Section(text, "Messages that differ", [.. results.Where(result => result.Comparable && !result.MessageEqual)]);
        Section(text, "Crashes of another signal", [.. results.Where(result => result.Agrees && result.Actual == Ending.Crashes && result.Signal != result.PredictedSignal)]);
        Section(text, "No answer from reality", [.. results.Where(result => !result.Counts)]);
        return text.ToString();
    }

    /// <summary>One result in full.</summary>
    public static string Full(Result result)
    {
        StringBuilder text = new();
        text.AppendLine(CultureInfo.InvariantCulture, $"{result.Case} ({result.Base}) import {result.Import}");
        foreach (string what in result.What) text.AppendLine("    " + what);
        text.AppendLine("  predicted  " + Said(result.Predicted, result.PredictedException, result.PredictedMessage, result.PredictedSignal, result.Fault) + (result.Codes.Count > 0 ? $" [{string.Join(' ', result.Codes)}]" : ""));
        if (result.FalseAlarm && result.Agrees) text.AppendLine("  errors     " + string.Join(' ', result.ErrorCodes));
        text.AppendLine("  actual     " + Said(result.Actual, result.Exception, result.Message, result.Signal, null) + (result.Actual == Ending.Crashes ? $" (exit status {result.ExitStatus})" : ""));
        if (result.Counts && !result.Agrees) text.AppendLine("  why        " + (KnownDisagreements.ReasonOf(result) ?? "not explained yet"));
        if (result.Actual is Ending.Crashes or Ending.NoAnswer && result.Talk is { Length: > 0 } talk) text.AppendLine("  said       " + (talk.Length > 500 ? talk[^500..] : talk).Trim().Replace("\n", "\n             ", StringComparison.Ordinal));
        return text.ToString();
    }

    private static string Said(Ending ending, string? exception, string? message, string? signal, string? fault) => ending switch
    {
        Ending.Imports => "imports",
        Ending.Fails => $"fails: {exception}: {message?.Replace("\n", "\n             ", StringComparison.Ordinal)}",
        Ending.Crashes => $"crashes: {signal ?? "no signal"} {message}",
        Ending.Unknown => $"unknown: {message}",
        _ => "nothing: " + fault,
    };

    private static void Section(StringBuilder text, string title, IReadOnlyList<Result> results)
    {
        text.AppendLine(CultureInfo.InvariantCulture, $"## {title} ({results.Count})").AppendLine();
        if (results.Count == 0) return;
        text.AppendLine("```");
        foreach (Result result in results) text.AppendLine(Full(result));
        text.AppendLine("```").AppendLine();
    }

    private static void Line(StringBuilder text, Score score) => Row(
        text, score.Name, Number(score.Cases), Percent(score.Agreement), Number(score.FalseAlarms), Number(score.Misses), Number(score.Unknown), Number(score.Faults),
        score.Comparable == 0 ? "-" : $"{score.LastLines}/{score.Comparable}", score.Comparable == 0 ? "-" : $"{score.Messages}/{score.Comparable}");

    private static void Row(StringBuilder text, string name, params string[] cells) => text.AppendLine(name.PadRight(26) + string.Concat(cells.Select(cell => cell.PadLeft(10))));

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static string Percent(double share) => (share * 100).ToString("0.0", CultureInfo.InvariantCulture) + " %";
}
