using System.Text;
using Assay.Diagnostics;
using Assay.Examination;
using Assay.Fixes;
using Assay.Targets;

namespace Assay.Reporting;

/// <summary>The last line of an answer that is no good news: the one command to type next.</summary>
public static class FixLine
{
    /// <summary>The command that gives the plan for what is broken; null where nothing is, and where the subject is nothing that is installed.</summary>
    /// <param name="result">The answer.</param>
    public static string? For(ExaminationResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        if (result.Subject is not { Kind: SubjectKind.Environment } || result.Targets.FirstOrDefault(IsBroken) is not { } broken) return null;
        StringBuilder line = new("fix: assay fix");
        ExaminationRequest request = result.Request;
        if (request.Subject is { } subject) line.Append(' ').Append(ShellText.Word(subject));
        if (request.Root is { } root) line.Append(" --root ").Append(ShellText.Word(root));
        if (!request.Imports.IsEmpty)
            foreach (ImportExamination import in broken.Imports.Where(import => import.Verdict.Kind is VerdictKind.Fails or VerdictKind.Crashes)) line.Append(" --import ").Append(import.Verdict.Import);
        if (!request.Targets.IsEmpty) line.Append(" --for ").Append(ShellText.Word(TargetName.Format(broken.Target) + (broken.Target is { Cpu: { } cpu, IsHost: false } ? $",cpu={cpu}" : "")));
        foreach ((string name, string? value) in request.Variables) line.Append(" --env ").Append(ShellText.Word(value is null ? name : $"{name}={value}"));
        return PrintableText.OneLine(line.ToString());
    }

    /// <summary>The commands themselves, for a sample that is nowhere installed; null where no finding has any.</summary>
    /// <param name="result">The answer.</param>
    public static string? OfSample(ExaminationResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        Fix? shortest = result.Targets.SelectMany(target => target.Findings).OrderByDescending(finding => finding.Severity).Select(finding => finding.Fixes.Where(fix => !fix.Commands.IsEmpty).MinBy(fix => fix.Commands.Length)).FirstOrDefault(fix => fix is not null);
        return shortest is null ? null : PrintableText.OneLine("fix: " + string.Join(" && ", shortest.Commands));
    }

    private static bool IsBroken(TargetExamination target) => target.Counts.Fails + target.Counts.Crashes > 0;
}
