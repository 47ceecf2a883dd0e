using System.Collections.Immutable;
using Assay.Diagnostics;
using Assay.Environments;
using Assay.Examination;
using Assay.Packaging;
using Assay.Primitives;

namespace Assay.Comparison;

/// <summary>Sets two environments, or snapshots of them, side by side: which imports end otherwise, and which of all differences explains that. Reads only.</summary>
public static class Comparer
{
    private const int MostFiles = 20_000, MostDifferences = 200;

    /// <summary>Compares.</summary>
    /// <param name="before">What is asked of the first one.</param>
    /// <param name="beforeMachine">The machine that holds it.</param>
    /// <param name="after">What is asked of the second one.</param>
    /// <param name="afterMachine">The machine that holds it.</param>
    public static ComparisonResult Run(ExaminationRequest before, IMachine beforeMachine, ExaminationRequest after, IMachine afterMachine)
    {
        ArgumentNullException.ThrowIfNull(before);
        ArgumentNullException.ThrowIfNull(after);
        if (ComparedSide.Open(before, beforeMachine, out SubjectFault? fault) is not { } first || ComparedSide.Open(after, afterMachine, out fault) is not { } second) return new ComparisonResult { Fault = fault };
        FileComparer files = new(first, second);
        EnvironmentDifferences environment = new(first, second, files);
        Difference[] general = [.. environment.OfVariables(), .. environment.OfSearch(), .. environment.OfSystem(), .. environment.OfDistributions()];
        ImmutableArray<ComparedImport> imports = [.. Imports(first, second).Select(import => Explained(import, first, second, files, general))];
        if (before.Imports.IsEmpty && after.Imports.IsEmpty) imports = [.. imports.OrderByDescending(import => import.EndsOtherwise)];
        IEnumerable<Difference> read = imports.SelectMany(import => second.FilesOf(import.Import).Reverse().Concat(first.FilesOf(import.Import).Reverse().Select(path => first.In(second, path)))).Distinct(StringComparer.Ordinal).Where(path => !IsOfChanged(path, second, general)).Take(MostFiles).Select(files.At).OfType<Difference>();
        return new ComparisonResult
        {
            Before = Examiner.Describe(first.Environment),
            After = Examiner.Describe(second.Environment),
            BeforeTarget = first.Target,
            AfterTarget = second.Target,
            Imports = imports,
            Differences = [.. imports.SelectMany(import => import.Causes).Concat(general).Concat(read).Distinct().Take(MostDifferences)],
            Problems = [.. new[] { first, second }.Select(side => side.Examination.Gap).OfType<string>().Distinct(StringComparer.Ordinal)],
        };
    }

    // Another version of a distribution has other files: that it is another version says it all.
    private static bool IsOfChanged(string path, ComparedSide second, Difference[] general) =>
        OwnersOf(path, second).Any(distribution => general.Any(difference => difference.Kind == DifferenceKind.Distribution && difference.Name == distribution.Name));

    private static IEnumerable<InstalledDistribution> OwnersOf(string path, ComparedSide side) => side.Environment.Distributions
        .Where(distribution => path.StartsWith(distribution.Location + "/", StringComparison.Ordinal) && distribution.TopLevelModules.Any(module => path.StartsWith($"{distribution.Location}/{module}", StringComparison.Ordinal)));

    private static IEnumerable<ComparedImport> Imports(ComparedSide first, ComparedSide second)
    {
        Dictionary<string, Verdict> old = Verdicts(first), now = Verdicts(second);
        return old.Keys.Union(now.Keys).Select(name => new ComparedImport(name, old.GetValueOrDefault(name), now.GetValueOrDefault(name)));
    }

    private static Dictionary<string, Verdict> Verdicts(ComparedSide side) => side.Examination.Imports.DistinctBy(import => import.Verdict.Import).ToDictionary(import => import.Verdict.Import, import => import.Verdict, StringComparer.Ordinal);

    private static ComparedImport Explained(ComparedImport import, ComparedSide first, ComparedSide second, FileComparer files, Difference[] general)
    {
        if (!import.EndsOtherwise) return import;
        bool isWorse = import.After!.Kind is VerdictKind.Fails or VerdictKind.Crashes;
        (ComparedSide side, Verdict verdict) = isWorse ? (second, import.After) : (first, import.Before!);
        Finding? finding = side.Examination.CausesOf(verdict).FirstOrDefault();
        string Here(string path) => isWorse ? path : first.In(second, path);
        List<Difference> causes = [];

        // What the finding rests on; then what it names; then what was read on the way there.
        if (finding is not null)
        {
            causes.AddRange(PathsInText.Of(finding, verdict).Select(path => files.At(Here(path))).OfType<Difference>());
            if (causes.Count == 0) causes.AddRange(general.Where(difference => IsNamed(difference, finding, verdict)));
        }

        // The healthy import shows where the ways part: what it read there and the other one does not find.
        ComparedSide healthy = isWorse ? first : second;
        if (causes.Count == 0) causes.AddRange(healthy.FilesOf(import.Import).Select(path => files.At(isWorse ? first.In(second, path) : path)).OfType<Difference>());
        if (causes.Count == 0) causes.AddRange(side.FilesOf(import.Import).Reverse().Select(path => files.At(Here(path))).OfType<Difference>());
        if (causes.Count == 0 && finding?.Path is { } broken) causes.AddRange(OfOwner(broken, side, files, Here));
        if (causes.Count == 0) causes.AddRange(general.Where(difference => difference.Kind is DifferenceKind.Variable or DifferenceKind.LibrarySearch or DifferenceKind.ModuleSearch or DifferenceKind.Machine or DifferenceKind.Interpreter));
        return import with { Finding = finding, IsWorse = isWorse, Causes = [.. causes.Distinct().Take(MostDifferences)] };
    }

    private static bool IsNamed(Difference difference, Finding finding, Verdict verdict)
    {
        string text = string.Join('\n', finding.Steps.Concat(finding.Notes).Append(finding.Title).Append(verdict.Message ?? "").Concat(finding.Remedies.Select(remedy => remedy.ToString())));
        return difference.Kind switch
        {
            DifferenceKind.Variable or DifferenceKind.Distribution => text.Contains(difference.Name, StringComparison.OrdinalIgnoreCase) || text.Contains(PackageName.Normalize(difference.Name).Replace('-', '_'), StringComparison.OrdinalIgnoreCase),
            DifferenceKind.Machine => finding.Code.StartsWith("A2", StringComparison.Ordinal),
            _ => false,
        };
    }

    // The files of the distribution that a broken file belongs to.
    private static IEnumerable<Difference> OfOwner(string broken, ComparedSide side, FileComparer files, Func<string, string> here) =>
        OwnersOf(broken, side).SelectMany(distribution => side.Ask(_ => distribution.RecordedFiles.Value, out bool isKnown) is var recorded && isKnown ? recorded.Select(file => PosixPath.Join(distribution.Location, file)) : [])
            .Take(MostFiles).Select(path => files.At(here(path))).OfType<Difference>();
}
