using System.Collections.Immutable;
using Assay.Binaries;
using Assay.Environments;
using Assay.Fixes;
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
    private static readonly WheelWords Words = new(
        module => $"no wheel that is taken brings a module `{module}`",
        file => $"`{file}` does not load; whether the import needs it is not decided",
        "only wheels were given, no interpreter with its standard library; nothing in them speaks against the import");

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
        if (LockExaminer.VagueTarget(targets) is { } vague) return new ExaminationResult { Request = request, Fault = vague };
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

    /// <summary>Judges wheels laid together as one environment.</summary>
    internal static TargetExamination Judged(ExaminationRequest request, List<WheelSubject> wheels, Target target, PythonBuild python)
    {
        StackedMachine together = new([.. wheels.Select(wheel => (IMachine)wheel.Machine)]);
        PythonEnvironment environment = PythonStandIn.Of(python, target, together) with { Distributions = [.. wheels.SelectMany(wheel => wheel.Distributions)] };
        using BinaryStore store = new(together);
        WheelInspection inspection = new([.. wheels.SelectMany(wheel => wheel.Machine.Files).Distinct(StringComparer.Ordinal)], environment, target, store);
        WheelWalks walks = new(request, environment, target, store, inspection, Words);

        // A wheel is held to its own tag, so each is judged with its own files and the failures in them; what they require of each other is judged once.
        List<Judgement> judgements = [.. wheels.Select(wheel => OfWheel(wheel, environment, target, inspection, walks.Failures)), Judge.Consider(new RuleContext { Environment = environment, Target = target, Conflicts = RequirementCheck.Of(environment).Unmet })];
        FixSituation situation = new(environment, target, SystemFamilies.Read(null));
        ImmutableArray<ImportExamination> imports = walks.Imports(name => judgements.Select(judgement => judgement.Explanations.GetValueOrDefault(name, [])).FirstOrDefault(codes => !codes.IsEmpty, []));
        return new TargetExamination
        {
            Target = target,
            Python = python.ToString(),
            Imports = imports,
            Findings = [.. judgements.SelectMany(judgement => judgement.Findings).DistinctBy(finding => (finding.Code, finding.Title, finding.Path, finding.Import)).OrderByDescending(finding => finding.Severity)
                .Select(finding => FixPlanner.Plan(walks.Advised(finding), situation))],
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
}
