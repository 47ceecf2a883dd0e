using System.Collections.Immutable;
using Assay.Diagnostics;
using Assay.Examination;

namespace Assay.Reporting;

/// <summary>The verdicts as a short table: a word, a name, and for what does not import the reason, cut to the width there is.</summary>
internal sealed class VerdictTable(TextWriter output, TextStyle style)
{
    private const int WidestName = 32;

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
        WriteAll(broken);
        int healthy = imports.Length - broken.Length;
        if (healthy > 0) output.WriteLine($"{Word(VerdictKind.Imports)}{(broken.IsEmpty ? Words.Count(healthy, "top-level module") : Words.Count(healthy, "other top-level module"))}");
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

        string codes = verdict.Findings.IsEmpty ? "" : $"  [{string.Join(", ", verdict.Findings)}]";
        int room = Math.Max(style.Width - 9 - Math.Max(nameWidth, label.Length) - 2 - codes.Length, 20);
        output.WriteLine($"{Word(verdict.Kind)}{label.PadRight(nameWidth)}  {PrintableText.Fit(reason, room)}{style.Faint(codes)}");
    }

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

    private string Word(VerdictKind kind) => style.Of(kind, Words.Of(kind)) + new string(' ', 9 - Words.Of(kind).Length);
}
