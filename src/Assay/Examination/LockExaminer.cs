using System.Collections.Immutable;
using Assay.Diagnostics;
using Assay.Environments;
using Assay.Fixes;
using Assay.Imports;
using Assay.Packaging;
using Assay.Packaging.Choosing;
using Assay.Packaging.Locking;
using Assay.Primitives;
using Assay.Rules;
using Assay.Targets;

namespace Assay.Examination;

/// <summary>A lock file as the subject: for each machine and Python, is there a file among its own that an installer would take? Nothing is fetched.</summary>
internal static class LockExaminer
{
    /// <summary>Examines a lock file for every target and Python that was asked for.</summary>
    /// <param name="request">What is asked.</param>
    /// <param name="path">The file, absolute.</param>
    /// <param name="machine">The machine it is on.</param>
    /// <param name="host">The target that this machine is, or null.</param>
    public static ExaminationResult Run(ExaminationRequest request, string path, IMachine machine, Target? host)
    {
        if (machine.ReadWhole(path, LockReader.MostBytes) is not { } content) return Fault(SubjectFaultKind.Unreadable, $"{path}: cannot be read; expected a lock file of at most {LockReader.MostBytes} bytes");
        LockReading reading = LockReader.Read(LockReader.KindOf(path)!.Value, path, content);
        if (reading.IsRefused) return Fault(SubjectFaultKind.NotAnEnvironment, $"{path}: {reading.Problems[0]}");
        ImmutableArray<Target> targets = request.Targets.IsEmpty ? [host ?? HostTarget.OfRoot(machine)] : request.Targets;
        if (VagueTarget(targets) is { } vague) return new ExaminationResult { Request = request, Fault = vague };
        return new ExaminationResult
        {
            Request = request,
            Subject = new SubjectFacts { Kind = SubjectKind.Lock, Path = path, DistributionCount = reading.Packages.Length },
            Targets = [.. targets.SelectMany(target => Pythons(request, reading, target).Select(python => Examine(request, path, reading, target, python)))],
            Problems = [.. reading.Problems.Select(problem => $"{path}: {problem}")],
        };

        ExaminationResult Fault(SubjectFaultKind kind, string message) => new() { Request = request, Fault = new SubjectFault(kind, message) };
    }

    /// <summary>The fault for a machine of which it is not known which tags it takes; null when all are known well enough.</summary>
    internal static SubjectFault? VagueTarget(ImmutableArray<Target> targets) => targets.FirstOrDefault(target => !IsComplete(target)) is { } vague
        ? new SubjectFault(SubjectFaultKind.NotSupported, $"{TargetName.Format(vague)}: which wheels it takes is not known; expected a target with a version, like linux-glibc2.28-x86_64 or macos-14-arm64")
        : null;

    private static bool IsComplete(Target target) => PlatformTags.Of(target, Installer.Uv) is { Count: > 1 } || target.Os == OperatingSystemKind.Windows;

    private static TargetExamination Examine(ExaminationRequest request, string path, LockReading reading, Target target, PythonBuild python)
    {
        PythonEnvironment environment = PythonStandIn.Of(python, target);
        MarkerEnvironment markers = EnvironmentMarkers.Of(environment);
        string? platform = CondaPlatform.Of(target);
        bool isOther = !TakesPython(reading, python), isMissing = reading.Platforms.Length > 0 && (platform is null || !reading.Platforms.Contains(platform));
        bool isElsewhere = reading.Environments.Length > 0 && reading.Environments.All(marker => LockSelection.Holds(marker, markers) is false);
        SupportedTags tags = SupportedTags.Of(python, target, reading.Kind == LockKind.Uv ? Installer.Uv : Installer.Pip);
        ImmutableArray<LockedOutcome> outcomes = isOther || isMissing || isElsewhere ? [] :
        [
            .. LockSelection.Of(reading, markers, platform).Where(selected => selected.Package.Source.Kind != LockSourceKind.Virtual).Select(selected => LockedOutcome.Of(selected, tags)),
        ];
        LockFacts facts = new(path, reading.Kind, python, outcomes)
        {
            OtherPython = isOther ? reading.RequiresPython : null,
            MissingPlatform = isMissing ? platform ?? TargetName.Format(target) : null,
            Platforms = reading.Platforms,
            OtherEnvironments = isElsewhere ? [.. reading.Environments.Select(marker => marker.ToString())] : [],
            Unmet = [.. outcomes.SelectMany(outcome => outcome.Package.CondaNeeds.Select(need => (Problem: CondaPlatform.Unmet(need, target), outcome.Package)))
                .Where(pair => pair.Problem is not null).GroupBy(pair => pair.Problem!).Select(group => (group.Key, group.Select(pair => pair.Package).ToImmutableArray()))],
        };
        Judgement judgement = Judge.Consider(new RuleContext { Environment = environment, Target = target, Lock = facts, Scope = [] });
        FixSituation situation = new(environment, target, SystemFamilies.Read(null));
        ImmutableArray<ImportExamination> imports = [.. request.Imports.Select(Undecided)];
        return new TargetExamination
        {
            Target = target,
            Python = python.ToString(),
            Packages = outcomes,
            Imports = imports,
            Findings = [.. judgement.Findings.Select(finding => FixPlanner.Plan(finding, situation))],
            Counts = VerdictCounts.Of(imports.Select(import => import.Verdict)),
        };
    }

    private static ImportExamination Undecided(string name)
    {
        ImportWalkResult walk = new() { Outcome = VerdictKind.Unknown, Undecided = "a lock file says which files are installed, not what is in them" };
        return new ImportExamination(Verdicts.Of(name, walk, []), null);
    }

    private static bool TakesPython(LockReading reading, PythonBuild python)
    {
        if (reading.RequiresPython is not { Length: > 0 } text) return true;

        // What cannot be read forbids nothing.
        if (reading.Kind == LockKind.Poetry) return PoetryPythons.Takes(text, python.FullVersion) is not false;
        return !VersionSpecifiers.TryParse(text, out VersionSpecifiers? specifiers) || specifiers.Contains(python.FullVersion);
    }

    // A conda lock fixes the Python itself; the others are for a range, whose oldest is the strictest.
    private static ImmutableArray<PythonBuild> Pythons(ExaminationRequest request, LockReading reading, Target target)
    {
        string? platform = CondaPlatform.Of(target);
        LockedPackage? locked = reading.Packages.FirstOrDefault(package => package is { Name: "python", Source.Kind: LockSourceKind.Conda } && (package.Platform is null || package.Platform == platform));
        if (locked?.Version is { } version && PythonBuild.TryParse(version, out PythonBuild own)) return [own];
        if (!request.Pythons.IsEmpty) return request.Pythons;
        for (int minor = PythonStandIn.OldestKept.Minor; minor < 40; minor++)
            if (TakesPython(reading, PythonStandIn.OldestKept with { Minor = minor })) return [PythonStandIn.OldestKept with { Minor = minor }];
        return [PythonStandIn.OldestKept];
    }
}
