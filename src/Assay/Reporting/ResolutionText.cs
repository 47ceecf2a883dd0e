using System.Collections.Immutable;
using System.Globalization;
using Assay.Diagnostics;
using Assay.Examination.Resolving;
using Assay.Packaging.Building;
using Assay.Packaging.Choosing;

namespace Assay.Reporting;

/// <summary>What pip and uv would take, for people: the choice first, then why not better, then what would help.</summary>
public static class ResolutionText
{
    private const int Label = 14;
    private const int MostReasons = 4;

    /// <summary>Writes a result.</summary>
    /// <param name="result">The result.</param>
    /// <param name="output">Where it goes.</param>
    /// <param name="style">Width and colour.</param>
    public static void Write(ResolutionResult result, TextWriter output, TextStyle style)
    {
        ArgumentNullException.ThrowIfNull(result);
        ArgumentNullException.ThrowIfNull(output);
        ArgumentNullException.ThrowIfNull(style);
        bool isFirst = true;
        foreach (ResolutionAnswer answer in result.Answers)
        {
            if (!isFirst) output.WriteLine();
            isFirst = false;
            output.WriteLine(style.Strong(PrintableText.OneLine($"{answer.Requirement} on {answer.Target.Name}, Python {answer.Python}")));
            WriteChoices(answer, output, style);
            foreach (InspectedWheel wheel in answer.Inspected) WriteInspected(wheel, output, style);
            if (answer.Disagreement is { } disagreement) Row("they differ", disagreement.Text, output, style);
            if (answer.Nearest is { } nearest) WriteNearest(answer, nearest, output, style);
            if (answer.Pip.IsSource || answer.Uv.IsSource) WriteBuild(answer, output, style);
        }

        if (result.Problems.IsEmpty) return;
        output.WriteLine();
        foreach (string problem in result.Problems) output.WriteLine(style.Faint(PrintableText.OneLine($"note: {problem}")));
    }

    private static void WriteChoices(ResolutionAnswer answer, TextWriter output, TextStyle style)
    {
        if (!answer.Applies)
        {
            Row("pip and uv", "nothing: the marker leaves it out here", output, style);
            return;
        }

        InstallerChoice pip = answer.Pip, uv = answer.Uv;
        if (pip.File?.Filename == uv.File?.Filename && pip.Problem is null && uv.Problem is null)
        {
            Row("pip and uv", Describe(pip, answer), output, style);
            return;
        }

        foreach (InstallerChoice choice in (InstallerChoice[])[pip, uv])
        {
            Row(ResolutionWords.Of(choice.Installer), choice.File is null && choice.Problem is { } problem ? problem : Describe(choice, answer), output, style);
            if (choice.File is not null && choice.Problem is { } doubt) Row("", $"not certain: {doubt}", output, style);
        }
    }

    private static string Describe(InstallerChoice choice, ResolutionAnswer answer) =>
        choice.File is { } file ? choice.IsSource ? $"{file.Filename}, a source distribution: it is built first" : file.Filename
        : answer.IsUnknownProject ? "nothing: no source of files has this project"
        : "nothing that fits";

    private static void WriteInspected(InspectedWheel wheel, TextWriter output, TextStyle style)
    {
        string read = wheel.Reading.Size is { } size ? string.Create(CultureInfo.InvariantCulture, $"{wheel.Reading.BytesRead:N0} of {size:N0} bytes read") : "nothing read";
        int files = wheel.Reading.Files.Count(file => file.Head is not null);
        Row("looked into", $"{wheel.Reading.Filename}: {read}, {files} native {(files == 1 ? "file" : "files")}{(wheel.Findings.IsEmpty && wheel.Reading.IsListed ? "; nothing speaks against it" : "")}", output, style);
        foreach (Finding finding in wheel.Findings) Row("", $"{Words.Of(finding.Severity)}[{finding.Code}]: {finding.Title}", output, style);
        foreach (string problem in wheel.Reading.Problems) Row("", problem, output, style);
    }

    private static void WriteNearest(ResolutionAnswer answer, NearMisses nearest, TextWriter output, TextStyle style)
    {
        if (nearest.Version is { } version)
        {
            if (nearest.Refused.IsEmpty) Row("no wheel", $"none was published for {version}", output, style);
            foreach ((RefusedGroup group, int at) in nearest.Refused.Take(MostReasons).Select((group, at) => (group, at)))
                Row(at == 0 ? "no wheel" : "", $"{(group.Count == 1 ? group.Example : $"{group.Count} wheels such as {group.Example}")} {(group.Count == 1 ? group.Refusal.Reason : Plural(group.Refusal.Reason))}", output, style);
            int rest = nearest.Refused.Skip(MostReasons).Sum(group => group.Count);
            if (rest > 0) Row("", $"and {rest} {(rest == 1 ? "wheel" : "wheels")} further away", output, style);
        }

        List<string> ways = [];
        if (nearest.System is { } system) ways.Add($"{ResolutionWords.System(answer.Target)} {ResolutionWords.Version(system)} or newer");
        if (!nearest.Pythons.IsEmpty) ways.Add($"Python {ResolutionWords.Pythons(nearest.Pythons)} on this target");
        if (nearest.OtherVersion is { } other) ways.Add($"{other.Filename}{(nearest.OtherVersionIsAskedFor ? " (`--only-binary :all:` takes it)" : ", a version that was not asked for")}");
        for (int i = 0; i < ways.Count; i++) Row(i == 0 ? "a wheel for" : "", ways[i], output, style);
    }

    private static void WriteBuild(ResolutionAnswer answer, TextWriter output, TextStyle style)
    {
        if (answer.Build is not { } build)
        {
            Row("the build", "needs are not known to this version of assay; `--only-binary :all:` (pip) and `--no-build` (uv) refuse it", output, style);
            return;
        }

        Row("build needs", build.Machine.IsEmpty ? "nothing that an installer does not fetch" : Names(build.Machine), output, style);
        if (!build.Fetched.IsEmpty) Row("", $"fetched by the installer: {string.Join(", ", build.Fetched)}", output, style);
        if (answer.Lacking is not { } lacking) return;
        Row("lacking here", lacking.IsEmpty ? "nothing" : Names(lacking), output, style);
        foreach (string command in answer.Commands) output.WriteLine(PrintableText.OneLine($"  {"",-Label}  {command}"));
    }

    private static string Names(ImmutableArray<BuildNeed> needs) => string.Join(", ", needs.Select(ResolutionWords.Of));

    private static string Plural(string reason) =>
        reason.StartsWith("is ", StringComparison.Ordinal) ? "are " + reason[3..] : reason.StartsWith("needs ", StringComparison.Ordinal) ? "need " + reason[6..]
        : reason.StartsWith("has ", StringComparison.Ordinal) ? "have " + reason[4..] : reason.StartsWith("requires ", StringComparison.Ordinal) ? "require " + reason[9..]
        : reason.StartsWith("uses ", StringComparison.Ordinal) ? "use " + reason[5..] : reason.StartsWith("was ", StringComparison.Ordinal) ? "were " + reason[4..] : reason;

    private static void Row(string label, string text, TextWriter output, TextStyle style)
    {
        string margin = label.PadRight(Label);
        foreach (string line in Paragraph.Lines(PrintableText.OneLine(text), style.Width - Label - 2))
        {
            output.WriteLine($"  {(margin.Trim().Length > 0 ? style.Frame(margin) : margin)}{line}");
            margin = new string(' ', Label);
        }
    }
}
