using System.Collections.Immutable;
using Assay.Diagnostics;
using Assay.Examination;

namespace Assay.Reporting;

/// <summary>The verdicts as a short table: a word, a name, and for what does not import the reason, cut to the width there is.</summary>
internal sealed class VerdictTable(TextWriter output, TextStyle style)
{
    // The longest word of a verdict and two columns.
    private const int Indent = 9;
    private const int WidestName = 32;

    // So many imports that end in the same words share one row.
    private const int Crowd = 4;

    /// <summary>Every verdict on a line of its own.</summary>
    public void WriteAll(ImmutableArray<ImportExamination> imports)
    {
        int name = NameWidth(imports);
        foreach (ImportExamination import in imports) WriteRow(import, name);
    }

    /// <summary>What does not import on a line of its own, in the order given; the rest as one count.</summary>
    public void WriteBroken(ImmutableArray<ImportExamination> imports)
    {
        ImmutableArray<ImportExamination> broken = [.. imports.Where(import => import.Verdict.Kind != VerdictKind.Imports)];
        List<ImmutableArray<ImportExamination>> groups = [.. broken.GroupBy(import => (import.Verdict.Kind, Reason(import.Verdict), Codes(import.Verdict))).Select(group => group.ToImmutableArray())];
        int name = NameWidth([.. groups.Where(group => group.Length < Crowd).SelectMany(group => group)]);
        foreach (ImmutableArray<ImportExamination> group in groups)
        {
            if (group.Length >= Crowd) WriteCrowd(group);
            else foreach (ImportExamination import in group) WriteRow(import, name);
        }

        int healthy = imports.Length - broken.Length;
        if (healthy > 0) output.WriteLine($"{Word(VerdictKind.Imports)}{(broken.IsEmpty ? Words.Count(healthy, "top-level module") : Words.Count(healthy, "other top-level module"))}");
    }

    private void WriteCrowd(ImmutableArray<ImportExamination> group)
    {
        Verdict verdict = group[0].Verdict;
        string codes = Codes(verdict);
        string label = $"{group.Length} modules";
        int room = Math.Max(style.Width - Indent - label.Length - 2 - codes.Length, 20);
        output.WriteLine($"{Word(verdict.Kind)}{label}  {PrintableText.Fit(Reason(verdict), room)}{style.Faint(codes)}");
        string names = string.Join(", ", group.Select(import => PrintableText.OneLine(import.Verdict.Import)));
        foreach (string line in Paragraph.Lines(names, style.Width - Indent)) output.WriteLine(new string(' ', Indent) + line);
    }

    private void WriteRow(ImportExamination import, int nameWidth)
    {
        Verdict verdict = import.Verdict;
        string name = PrintableText.OneLine(verdict.Import);
        string version = import.DistributionVersion is null ? "" : PrintableText.OneLine(import.DistributionVersion);
        string label = version.Length == 0 ? name : $"{name} {version}";
        string reason = Reason(verdict);
        if (reason.Length == 0)
        {
            output.WriteLine(Word(verdict.Kind) + label);
            return;
        }

        string codes = Codes(verdict);
        int room = Math.Max(style.Width - Indent - Math.Max(nameWidth, label.Length) - 2 - codes.Length, 20);
        output.WriteLine($"{Word(verdict.Kind)}{label.PadRight(nameWidth)}  {PrintableText.Fit(reason, room)}{style.Faint(codes)}");
    }

    private static string Codes(Verdict verdict) => verdict.Findings.IsEmpty ? "" : $"  [{string.Join(", ", verdict.Findings)}]";

    private static string Reason(Verdict verdict)
    {
        string message = verdict.Message is null ? "" : LastLine(verdict.Message);
        return verdict.Kind switch
        {
            VerdictKind.Fails => message.Length == 0 ? verdict.Exception ?? "" : $"{verdict.Exception}: {message}",
            VerdictKind.Crashes => message.Length == 0 ? verdict.Signal ?? "" : verdict.Signal is null ? message : $"{verdict.Signal}: {message}",
            VerdictKind.Unknown => message,
            _ => "",
        };
    }

    // Wrapping packages put their own words first and the original error last.
    private static string LastLine(string message)
    {
        string[] lines = message.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return lines.Length == 0 ? "" : PrintableText.OneLine(lines[^1]);
    }

    private static int NameWidth(ImmutableArray<ImportExamination> imports)
    {
        int widest = 0;
        foreach (ImportExamination import in imports)
        {
            int length = import.Verdict.Import.Length + (import.DistributionVersion is null ? 0 : import.DistributionVersion.Length + 1);
            if (length <= WidestName) widest = Math.Max(widest, length);
        }

        return widest;
    }

    private string Word(VerdictKind kind) => style.Of(kind, Words.Of(kind)) + new string(' ', Indent - Words.Of(kind).Length);
}
