using Assay.Diagnostics;
using Assay.Examination.Repairing;
using Assay.Targets;

namespace Assay.Reporting;

/// <summary>A plan for people: what is broken and why in one line each, the commands with what they change, and the verdicts afterwards.</summary>
public static class RepairText
{
    /// <summary>Writes a plan. One without a subject has no text here: its one line belongs to standard error.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="output">Where it goes.</param>
    /// <param name="style">Width and colour.</param>
    public static void Write(RepairPlan plan, TextWriter output, TextStyle style)
    {
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(output);
        ArgumentNullException.ThrowIfNull(style);
        if (plan.Subject is null) return;
        output.WriteLine(style.Strong(TextReport.Headline(plan.Subject)));
        output.WriteLine($"on {PrintableText.OneLine(TargetName.Format(plan.Target!))}, {Owned(plan)}");
        output.WriteLine();
        VerdictTable table = new(output, style);
        if (plan.IsHealthy)
        {
            if (plan.Request.Of.Imports.IsEmpty) table.WriteBroken(plan.Before);
            else table.WriteAll(plan.Before);
            output.WriteLine();
            output.WriteLine(plan.Before.Any(import => import.Verdict.Kind == VerdictKind.Unknown) ? "nothing is known to be broken, so there is nothing to put right" : "nothing is broken, so there is nothing to put right");
            return;
        }

        table.WriteAll(plan.Before);
        output.WriteLine();
        foreach (Finding cause in plan.Causes) output.WriteLine($"{style.Of(cause.Severity, $"{Words.Of(cause.Severity)}[{cause.Code}]")}{style.Strong(": " + PrintableText.OneLine(cause.Title))}");
        if (!plan.Causes.IsEmpty) output.WriteLine();
        WriteSteps(plan, output, style);
        WriteAfterwards(plan, output, style, table);
    }

    private static void WriteSteps(RepairPlan plan, TextWriter output, TextStyle style)
    {
        if (plan.Steps.IsEmpty) output.WriteLine("nothing is known that helps here");
        int number = 0;
        foreach (PlannedStep step in plan.Steps)
        {
            string place = plan.Steps.Length == 1 ? "" : $"{++number}. ";
            string consent = step.Applicability == Applicability.NeedsConsent && !step.Commands.IsEmpty ? "  [needs-consent]" : "";
            string indent = new(' ', 5);
            string lead = $"{style.Help("fix")}: ";
            foreach (string line in Paragraph.Lines(PrintableText.OneLine($"{place}{step.Summary}{consent}"), style.Width - indent.Length))
            {
                output.WriteLine(lead + line);
                lead = indent;
            }

            foreach (string command in step.Commands) output.WriteLine("        " + PrintableText.OneLine(command));
            foreach (PackageChange change in step.Changes) output.WriteLine($"   {style.Frame("=")} {PrintableText.OneLine(RepairWords.Of(change))}");
        }

        long bytes = plan.Steps.SelectMany(step => step.Changes).Where(change => change.IsDownload).Sum(change => change.Bytes ?? 0);
        if (bytes > 0) output.WriteLine($"   {style.Frame("=")} {RepairWords.Size(bytes)} to download in all");
        output.WriteLine();
    }

    private static void WriteAfterwards(RepairPlan plan, TextWriter output, TextStyle style, VerdictTable table)
    {
        bool isJudged = plan.Steps.Any(step => !step.Changes.IsEmpty) || plan.IsProven;
        if (isJudged)
        {
            output.WriteLine("afterwards:");
            table.WriteAll(plan.After);
            output.WriteLine();
        }

        foreach (string line in plan.Worse) Note($"`import {line}` works now and would not work afterwards: do not type this");
        foreach (string line in plan.Reservations) Note(line);
        foreach (string line in plan.Elsewhere) Note(line);
        if (plan.IsProven) output.WriteLine(plan.After.Length == 1 ? "it imports afterwards, judged on the files that would be there" : $"all {plan.After.Length} import afterwards, judged on the files that would be there");

        void Note(string text)
        {
            string lead = style.Strong("note") + ": ", next = new(' ', 6);
            foreach (string line in Paragraph.Lines(PrintableText.OneLine(text), style.Width - next.Length))
            {
                output.WriteLine(lead + line);
                lead = next;
            }
        }
    }

    private static string Owned(RepairPlan plan) => PrintableText.OneLine(plan.Owner!.Directory is { } project ? $"owned by {plan.Owner.Program} in {project}" : $"owned by {plan.Owner.Program}");
}
