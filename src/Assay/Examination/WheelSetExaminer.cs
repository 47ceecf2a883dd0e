using System.Collections.Immutable;
using Assay.Binaries;
using Assay.Diagnostics;
using Assay.Environments;
using Assay.Fixes;
using Assay.Imports;
using Assay.Loading.Wheels;
using Assay.Packaging.Choosing;
using Assay.Primitives;
using Assay.Rules;
using Assay.Targets;

namespace Assay.Examination;

/// <summary>
/// A directory of wheels as the subject: those that pip would take for a machine and a Python, laid together as one environment and judged as a whole. What no wheel brings, the
/// standard library above all, is taken as given.
/// </summary>
internal static class WheelSetExaminer
{
    // So many wheels are opened at most: a mirror of an index is not an environment.
    private const int MostWheels = 1000;

    /// <summary>Examines a directory for every target and Python that was asked for, or for those its wheels name.</summary>
    /// <param name="request">What is asked.</param>
    /// <param name="path">The directory, absolute.</param>
    /// <param name="machine">The machine it is on.</param>
    /// <param name="host">The target that this machine is, or null.</param>
    public static ExaminationResult Run(ExaminationRequest request, string path, IMachine machine, Target? host)
    {
        WheelSet set = new((machine.List(path) ?? []).Select(entry => entry.Name));
        ImmutableArray<Target> targets = !request.Targets.IsEmpty ? request.Targets : set.Targets is { IsEmpty: false } own ? own : [host ?? HostTarget.OfRoot(machine)];
        if (targets.FirstOrDefault(target => !LockExaminer.IsComplete(target)) is { } vague)
            return new ExaminationResult { Request = request, Fault = new SubjectFault(SubjectFaultKind.NotSupported, $"{TargetName.Format(vague)}: which wheels it takes is not known; expected a target with a version, like linux-glibc2.28-x86_64 or macos-14-arm64") };
        SortedSet<string> problems = new(StringComparer.Ordinal);
        ImmutableArray<TargetExamination>.Builder examinations = ImmutableArray.CreateBuilder<TargetExamination>();
        foreach (Target target in targets)
            foreach (PythonBuild python in request.Pythons.IsEmpty ? [set.PythonFor(target)] : request.Pythons) examinations.Add(Examine(request, path, machine, set, target, python, problems));
        return new ExaminationResult
        {
            Request = request,
            Subject = new SubjectFacts
            {
                Kind = SubjectKind.WheelDirectory,
                Path = path,
                SiteDirectories = [Packaging.WheelLayout.Site],
                DistributionCount = set.Names.Count(name => name.EndsWith(".whl", StringComparison.OrdinalIgnoreCase)),
            },
            Targets = examinations.ToImmutable(),
            Problems = [.. problems],
        };
    }

    private static TargetExamination Examine(ExaminationRequest request, string path, IMachine machine, WheelSet set, Target target, PythonBuild python, SortedSet<string> problems)
    {
        IReadOnlyDictionary<string, string> taken = set.Taken(python, target);
        List<WheelSubject> wheels = [];
        try
        {
            foreach (string name in taken.Values.Take(MostWheels))
            {
                if (WheelExaminer.Open(PosixPath.Join(path, name), machine, out SubjectFault? fault) is { } wheel) wheels.Add(wheel);
                else problems.Add(fault!.Message);
            }

            if (taken.Count > MostWheels) problems.Add($"{path}: expected at most {MostWheels} wheels for one environment, found {taken.Count}; the rest is not read");
            TargetExamination examination = Judged(request, wheels, target, python) with { PassedOver = set.PassedOver(taken, python, target) };
            foreach (WheelSubject wheel in wheels) problems.UnionWith(wheel.Problems);
            return examination;
        }
        finally
        {
            foreach (WheelSubject wheel in wheels) wheel.Dispose();
        }
    }

    private static TargetExamination Judged(ExaminationRequest request, List<WheelSubject> wheels, Target target, PythonBuild python)
    {
        StackedMachine together = new([.. wheels.Select(wheel => (IMachine)wheel.Machine)]);
        PythonEnvironment environment = PythonStandIn.Of(python, target, together) with { Distributions = [.. wheels.SelectMany(wheel => wheel.Distributions)] };
        using BinaryStore store = new(together);
        WheelInspection inspection = new([.. wheels.SelectMany(wheel => wheel.Machine.Files).Distinct(StringComparer.Ordinal)], environment, target, store);
        ImmutableArray<FailedImport> broken = [.. inspection.Binaries.Where(binary => binary.Role == WheelRole.Extension).Select(binary => WheelExaminer.Broken(binary, inspection)).OfType<FailedImport>()];
        ImportList list = new(request, environment);
        ImportWalker walker = new(environment, target);
        ImportWalkResult[] walks = [.. list.Names.Select(name => Decided(name, walker.Walk(name, new WheelLoader(inspection)), list, broken))];
        ImmutableArray<FailedImport> failures = [.. list.Names.Zip(walks).Where(pair => pair.Second.Outcome is VerdictKind.Fails or VerdictKind.Crashes)
            .Select(pair => new FailedImport(pair.First, pair.Second))
            .Concat(broken.Where(failed => !walks.Any(walk => walk.Outcome is VerdictKind.Fails or VerdictKind.Crashes && walk.Chain.Contains(failed.Import))))
            .Select(failed => failed with { Culprit = Glances.AtCulprit(failed, store, target.Architecture) })];

        // A wheel is held to its own tag, so each is judged with its own files and the failures in them; what they require of each other is judged once.
        List<Judgement> judgements = [.. wheels.Select(wheel => OfWheel(wheel, environment, target, inspection, failures)), Judge.Consider(new RuleContext { Environment = environment, Target = target, Conflicts = RequirementCheck.Of(environment).Unmet })];
        FixSituation situation = new(environment, target, SystemFamilies.Read(null));
        ImmutableArray<ImportExamination> imports =
        [
            .. list.Names.Zip(walks).Select(pair => new ImportExamination(Verdicts.Of(pair.First, pair.Second, judgements.Select(judgement => judgement.Explanations.GetValueOrDefault(pair.First, [])).FirstOrDefault(codes => !codes.IsEmpty, [])), pair.Second)
            {
                Distribution = list.ProviderOf(pair.First)?.Name,
                DistributionVersion = list.ProviderOf(pair.First)?.Version,
            }),
        ];
        return new TargetExamination
        {
            Target = target,
            Python = python.ToString(),
            Imports = imports,
            Findings = [.. judgements.SelectMany(judgement => judgement.Findings).DistinctBy(finding => (finding.Code, finding.Title, finding.Path, finding.Import)).OrderByDescending(finding => finding.Severity)
                .Select(finding => FixPlanner.Plan(WheelExaminer.Advised(finding, list), situation))],
            Counts = VerdictCounts.Of(imports.Select(import => import.Verdict)),
        };
    }

    private static Judgement OfWheel(WheelSubject wheel, PythonEnvironment environment, Target target, WheelInspection inspection, ImmutableArray<FailedImport> failures)
    {
        HashSet<string> files = new(wheel.Machine.Files, StringComparer.Ordinal);
        return Judge.Consider(new RuleContext
        {
            Environment = environment,
            Target = target,
            Failures = [.. failures.Where(failed => failed.Load is { } load && files.Contains(load.Culprit ?? load.Requester ?? load.Opened))],
            Wheel = new WheelFacts(wheel.Path, wheel.Platforms, [.. inspection.Binaries.Where(binary => files.Contains(binary.Path))], wheel.MissingRecorded),
        });
    }

    // As for one wheel: only what the loader certainly refuses is known.
    private static ImportWalkResult Decided(string name, ImportWalkResult walk, ImportList list, ImmutableArray<FailedImport> broken)
    {
        if (walk.Outcome is VerdictKind.Fails or VerdictKind.Crashes && new FailedImport(name, walk).Load is not null && walk.Certainty != Certainty.Conditional) return walk;
        string top = name.Split('.')[0];
        string reason = list.ProviderOf(name) is null ? $"no wheel that is taken brings a module `{top}`"
            : broken.FirstOrDefault(failed => failed.Import.Split('.')[0] == top) is { LastFile: { } file } ? $"`{PosixPath.Name(file)}` does not load; whether the import needs it is not decided"
            : "only wheels were given, no interpreter with its standard library; nothing in them speaks against the import";
        return walk with { Outcome = VerdictKind.Unknown, Exception = null, Crash = null, Undecided = reason, UndecidedOrigin = null, Certainty = Certainty.Certain, Chain = [] };
    }
}
