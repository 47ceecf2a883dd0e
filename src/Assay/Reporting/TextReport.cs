using System.Collections.Immutable;
using Assay.Diagnostics;
using Assay.Examination;
using Assay.Targets;

namespace Assay.Reporting;

/// <summary>The answer for people: the subject, for each target the findings and the verdicts, and a line that sums up.</summary>
public static class TextReport
{
    /// <summary>Writes a result. A subject that could not be examined has no text here: its one line belongs to standard error.</summary>
    /// <param name="result">The result.</param>
    /// <param name="output">Where it goes.</param>
    /// <param name="style">Width and colour.</param>
    public static void Write(ExaminationResult result, TextWriter output, TextStyle style)
    {
        ArgumentNullException.ThrowIfNull(result);
        ArgumentNullException.ThrowIfNull(output);
        ArgumentNullException.ThrowIfNull(style);
        if (result.Subject is null) return;
        output.WriteLine(style.Strong(Headline(result.Subject)));
        bool everything = result.Request.Imports.IsEmpty;
        foreach (TargetExamination target in result.Targets)
        {
            if (target != result.Targets[0]) output.WriteLine();
            output.WriteLine($"on {Describe(target.Target)}{(target.Python is null ? "" : $", with Python {target.Python}")}");
            output.WriteLine();
            WriteTarget(target, result.Subject.SiteDirectories, everything, output, style);
        }

        if (result.Problems.IsEmpty) return;
        output.WriteLine();
        foreach (string problem in result.Problems) output.WriteLine($"{style.Strong("not read")}: {PrintableText.OneLine(problem)}");
    }

    /// <summary>One finding on its own, as the pages of the rules show it.</summary>
    /// <param name="finding">The finding.</param>
    /// <param name="verdict">The verdict it explains, or null.</param>
    /// <param name="siteDirectories">Directories below which paths are shortened.</param>
    /// <param name="output">Where it goes.</param>
    /// <param name="style">Width and colour.</param>
    public static void WriteFinding(Finding finding, Verdict? verdict, ImmutableArray<string> siteDirectories, TextWriter output, TextStyle style)
    {
        ArgumentNullException.ThrowIfNull(finding);
        new FindingText(output, style, siteDirectories).Write(finding, verdict);
    }

    private static void WriteTarget(TargetExamination target, ImmutableArray<string> siteDirectories, bool everything, TextWriter output, TextStyle style)
    {
        FindingText text = new(output, style, siteDirectories);
        foreach (Finding finding in target.Findings)
        {
            text.Write(finding, target.Imports.FirstOrDefault(import => import.Verdict.Import == finding.Import)?.Verdict);
            output.WriteLine();
        }

        VerdictTable table = new(output, style);
        if (everything) table.WriteBroken(target.Imports);
        else table.WriteAll(target.Imports);
        if (!target.Imports.IsEmpty) output.WriteLine();
        foreach (string line in target.PassedOver) output.WriteLine($"passed over: {PrintableText.OneLine(line)}");
        if (!target.PassedOver.IsEmpty) output.WriteLine();
        output.WriteLine(Summary(target));
    }

    internal static string Headline(SubjectFacts subject)
    {
        string implementation = subject.Implementation switch
        {
            null or "cpython" => "CPython",
            "pypy" => "PyPy",
            string other => other,
        };
        string architectures = subject.Architectures.IsEmpty ? "" : " for " + string.Join(" and ", subject.Architectures.Select(architecture => Name(architecture)));
        string kind = subject.EnvironmentKind is { } environment ? $" ({Words.Phrase(environment)})" : "";
        if (subject.Kind == SubjectKind.Lock) return PrintableText.OneLine($"{subject.Path} (lock file)");
        if (subject.Kind == SubjectKind.WheelDirectory) return PrintableText.OneLine($"{subject.Path} (directory of {Words.Count(subject.DistributionCount, "wheel")})");
        if (subject.Kind == SubjectKind.Wheel) return PrintableText.OneLine($"{subject.Path} (wheel, judged with {implementation} {subject.Python})");
        string build = (subject.AbiFlags.Contains('t', StringComparison.Ordinal) ? "free-threaded " : "") + (subject.AbiFlags.Contains('d', StringComparison.Ordinal) ? "debug " : "");
        string python = subject.Python is null ? "" : $"{build}{implementation} {subject.Python}{architectures} at ";
        return PrintableText.OneLine($"{python}{subject.Path}{kind}");

        string Name(Architecture architecture) => TargetName.ArchitectureName(architecture, subject.Os);
    }

    // The processor of this very machine is known to who asks; one that was asked for is repeated.
    private static string Describe(Target target) =>
        PrintableText.OneLine($"{TargetName.Format(target)}{(target.Cpu is null || target.IsHost ? "" : $", {target.Cpu}")}{(target.PageSize == 4096 ? "" : $", pages of {target.PageSize / 1024} KiB")}");

    private static string Summary(TargetExamination target)
    {
        VerdictCounts counts = target.Counts;
        List<string> parts = [];
        if (counts.Fails > 0) parts.Add($"{counts.Fails} {(counts.Fails == 1 ? "fails" : "fail")}");
        if (counts.Crashes > 0) parts.Add($"{counts.Crashes} {(counts.Crashes == 1 ? "crashes" : "crash")}");
        if (counts.Unknown > 0) parts.Add($"{counts.Unknown} unknown");
        if (counts.Imports > 0) parts.Add($"{counts.Imports} {(counts.Imports == 1 ? "imports" : "import")}");
        string verdicts = counts.Total == 0 ? target.Packages.IsEmpty ? "nothing to import" : PackageWords.Count(target.Packages)
            : counts.Imports == counts.Total && counts.Total > 1 ? $"all {counts.Total} import"
            : string.Join(", ", parts);
        string findings = string.Join(", ", Enum.GetValues<Severity>().AsEnumerable().Reverse()
            .Select(severity => (severity, number: target.Findings.Count(finding => finding.Severity == severity)))
            .Where(pair => pair.number > 0)
            .Select(pair => Words.Count(pair.number, Words.Of(pair.severity))));
        return findings.Length == 0 ? verdicts : $"{verdicts}; {findings}";
    }
}
