using System.Collections.Immutable;
using Assay.Diagnostics;

namespace Assay.Reporting;

/// <summary>
/// One finding as text, after the manner of rustc: what is wrong, where, the bytes that prove it, the way from the import to the broken place,
/// what Python will say, what was tried, and last what helps.
/// </summary>
internal sealed class FindingText(TextWriter output, TextStyle style, ImmutableArray<string> siteDirectories)
{
    // A search over many directories is evidence, but nobody reads a hundred lines of it; --json has all.
    private const int MostSteps = 24;

    public void Write(Finding finding, Verdict? verdict)
    {
        string severity = Words.Of(finding.Severity);
        output.WriteLine($"{style.Of(finding.Severity, $"{severity}[{finding.Code}]")}{style.Strong(": " + PrintableText.OneLine(finding.Title))}");
        string? place = finding.Path ?? (finding.Evidence.IsEmpty ? null : finding.Evidence[0].Path);
        if (place is not null) output.WriteLine($"  {style.Frame("-->")} {Shorten(place)}");
        WriteEvidence(finding.Evidence, place);
        WriteChain(finding, verdict);
        if (verdict is not null) WriteOutcome(verdict);
        foreach (string step in finding.Steps.Take(MostSteps)) WriteFact(step);
        if (finding.Steps.Length > MostSteps) WriteFact($"and {finding.Steps.Length - MostSteps} more steps; --json lists them all");
        foreach (Fix fix in finding.Fixes) WriteFix(fix);
        foreach (string note in finding.Notes) WriteLabelled(style.Strong("note"), "note: ", note);
        output.WriteLine($"{style.Strong("note")}: `assay explain {finding.Code}` says more");
    }

    /// <summary>A path below the first site directory that holds it, else as it is.</summary>
    public string Shorten(string path)
    {
        foreach (string directory in siteDirectories)
            if (directory.Length > 1 && path.Length > directory.Length + 1 && path.StartsWith(directory, StringComparison.Ordinal) && path[directory.Length] == '/')
                return PrintableText.OneLine(path[(directory.Length + 1)..]);
        return PrintableText.OneLine(path);
    }

    private void WriteEvidence(ImmutableArray<Evidence> evidence, string? place)
    {
        if (evidence.IsEmpty) return;
        string bar = "   " + style.Frame("|");
        foreach (Evidence item in evidence)
        {
            if (item.Path != place)
            {
                output.WriteLine($"  {style.Frame(":::")} {Shorten(item.Path)}");
                place = item.Path;
            }

            string where = item.Offset is { } offset ? $"{item.Record} at 0x{offset:x}:" : item.Record + ":";
            string before = PrintableText.OneLine(item.Field.Length == 0 ? where + "  " : $"{where}  {item.Field}  ");
            string value = PrintableText.OneLine(item.Value);
            output.WriteLine(bar);
            output.WriteLine($"{bar} {before}{value}");
            if (item.Label.Length == 0) continue;
            int carets = value.IndexOf(' ', StringComparison.Ordinal) is > 0 and int first ? first : Math.Max(value.Length, 1);
            WriteLabel(bar, before.Length, carets, PrintableText.OneLine(item.Label));
        }
    }

    private void WriteLabel(string bar, int indent, int carets, string label)
    {
        string marks = style.Of(Severity.Error, new string('^', carets));
        if (indent + carets + 1 + label.Length + 5 <= style.Width)
        {
            output.WriteLine($"{bar} {new string(' ', indent)}{marks} {label}");
            return;
        }

        // No room beside the carets: the label goes below, as far left as it must.
        output.WriteLine($"{bar} {new string(' ', indent)}{marks}");
        int left = Math.Max(0, Math.Min(indent, style.Width - 5 - label.Length));
        foreach (string line in Paragraph.Lines(label, style.Width - 5 - left)) output.WriteLine($"{bar} {new string(' ', left)}{line}");
    }

    private void WriteChain(Finding finding, Verdict? verdict)
    {
        ImmutableArray<string> chain = !finding.Chain.IsEmpty ? finding.Chain : verdict?.Chain ?? [];
        if (chain.IsEmpty) return;
        string end = finding.Path is not null && IsModuleFile(finding.Path, chain[^1]) ? " -> this file" : "";
        WriteFact($"import {string.Join(" -> ", chain)}{end}");
    }

    private void WriteOutcome(Verdict verdict)
    {
        if (verdict.Kind == VerdictKind.Crashes)
        {
            WriteFact($"the process will {(verdict.Signal is null ? "exit" : $"die of {verdict.Signal}")}{(verdict.Message is null ? "" : ": " + FirstLine(verdict.Message))}");
            return;
        }

        if (verdict.Kind != VerdictKind.Fails || verdict.Exception is null) return;
        string verb = verdict.Certainty == Certainty.Conditional ? "may say" : "will say";
        string vary = verdict.Certainty == Certainty.TextMayVary ? " (the words vary with versions)" : "";

        // Never broken over lines: this is what people compare and search for.
        output.WriteLine($"   {style.Frame("=")} Python {verb}{vary}: {verdict.Exception}{(verdict.Message is null ? "" : ": " + FirstLine(verdict.Message))}");
    }

    private void WriteFact(string text) => WriteLines($"   {style.Frame("=")} ", "     ", PrintableText.OneLine(text));

    private void WriteFix(Fix fix)
    {
        string consent = fix.Applicability == Applicability.NeedsConsent && !fix.Commands.IsEmpty ? "  [needs-consent]" : "";
        WriteLabelled(style.Help("help"), "help: ", fix.Summary + consent);
        foreach (string command in fix.Commands) output.WriteLine("        " + PrintableText.OneLine(command));
    }

    private void WriteLabelled(string label, string plain, string text) => WriteLines(label + ": ", new string(' ', plain.Length), PrintableText.OneLine(text));

    private void WriteLines(string first, string next, string text)
    {
        string lead = first;
        foreach (string line in Paragraph.Lines(text, style.Width - next.Length))
        {
            output.WriteLine(lead + line);
            lead = next;
        }
    }

    private static string FirstLine(string message)
    {
        string[] lines = message.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        if (lines.Length == 0) return "";
        string first = PrintableText.OneLine(lines[0]);
        return lines.Length == 1 ? first : $"{first} (and {Words.Count(lines.Length - 1, "more line")}; --json has them all)";
    }

    /// <summary>True when the file is what the last module of the chain is loaded from.</summary>
    private static bool IsModuleFile(string path, string module)
    {
        string name = path[(path.LastIndexOf('/') + 1)..];
        string last = module[(module.LastIndexOf('.') + 1)..];
        return name.StartsWith(last + ".", StringComparison.Ordinal);
    }
}
