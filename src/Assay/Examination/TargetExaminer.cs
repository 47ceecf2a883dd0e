using System.Collections.Immutable;
using Assay.Binaries;
using Assay.Diagnostics;
using Assay.Environments;
using Assay.Fixes;
using Assay.Imports;
using Assay.Primitives;
using Assay.Rules;
using Assay.Targets;

namespace Assay.Examination;

/// <summary>Everything that depends on the target: walk, load, judge, advise.</summary>
internal static class TargetExaminer
{
    /// <summary>Examines one environment for one target.</summary>
    public static TargetExamination Run(ExaminationRequest request, PythonEnvironment environment, Target target)
    {
        ImportList list = new(request, environment);
        using BinaryStore store = new(environment.Machine);
        FactGatherer facts = new(environment, target, store);
        ImportRun[] runs = facts.Interpreter() is { } fault
            ? [.. list.Names.Select(_ => Impossible(fault))]
            : Walk(list.Names, new ImportRunner(environment, target, store, request.WorkingDirectory, request.Notes), request.ReadsAhead);

        ImportWalkResult[] walks = [.. runs.Select(run => run.Walk)];
        Judgement judgement = Consider(facts, request, list.Names, runs, out string? gap);
        FixSituation situation = new(environment, target, SystemFamilies.Read(environment.Machine.ReadText("/etc/os-release")));
        ImmutableArray<ImportExamination> imports =
        [
            .. list.Names.Zip(walks).Select(pair => new ImportExamination(Verdicts.Of(pair.First, pair.Second, judgement.Explanations.GetValueOrDefault(pair.First, [])), pair.Second)
            {
                Distribution = list.ProviderOf(pair.First)?.Name,
                DistributionVersion = list.ProviderOf(pair.First)?.Version,
            }),
        ];
        return new TargetExamination
        {
            Target = target,
            Imports = request.Imports.IsEmpty ? [.. imports.OrderBy(Rank).ThenBy(import => import.Verdict.Import, StringComparer.Ordinal)] : imports,
            Findings = [.. judgement.Findings.Select(finding => FixPlanner.Plan(finding, situation))],
            Counts = VerdictCounts.Of(imports.Select(import => import.Verdict)),
            Gap = gap,
        };
    }

    // A snapshot may hold what the walks need and lack what a remark would be made of. Half a picture gives no findings rather than wrong ones.
    private static Judgement Consider(FactGatherer facts, ExaminationRequest request, ImmutableArray<string> names, ImportRun[] runs, out string? gap)
    {
        gap = null;
        try
        {
            return Judge.Consider(facts.Gather(request, names, runs));
        }
        catch (Exception error) when (NotRecordedException.In(error) is { } missing)
        {
            gap = $"{missing.Message}: no findings are given";
            return new Judgement([], ImmutableSortedDictionary<string, ImmutableArray<string>>.Empty);
        }
    }

    private static ImportRun[] Walk(ImmutableArray<string> names, ImportRunner runner, bool readsAhead)
    {
        // Each import has a process image of its own, so they cannot disturb each other and may run side by side.
        ImportRun[] runs = new ImportRun[names.Length];
        if (names.Length == 1) runs[0] = runner.Run(names[0], readsAhead);
        else Parallel.For(0, names.Length, number => runs[number] = runner.Run(names[number]));
        runner.KeepNotes();
        return runs;
    }

    private static ImportRun Impossible(InterpreterFault fault) => new(new ImportWalkResult
    {
        Outcome = VerdictKind.Fails,
        Exception = new PythonException("OSError", $"{fault.Path}: No such file or directory"),
        Certainty = Certainty.TextMayVary,
    }, []);

    private static int Rank(ImportExamination import) => import.Verdict.Kind switch
    {
        VerdictKind.Crashes => 0,
        VerdictKind.Fails => 1,
        VerdictKind.Unknown => 2,
        _ => 3,
    };
}
