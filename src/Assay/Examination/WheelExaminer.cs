using System.Collections.Immutable;
using Assay.Binaries;
using Assay.Environments;
using Assay.Fixes;
using Assay.Loading.Wheels;
using Assay.Packaging;
using Assay.Primitives;
using Assay.Rules;
using Assay.Targets;

namespace Assay.Examination;

/// <summary>A wheel as the subject: judged as if it alone were installed, and everything outside it is taken as given.</summary>
internal static class WheelExaminer
{
    private static readonly WheelWords Words = new(
        module => $"the wheel brings no module `{module}`",
        file => $"`{file}` of the wheel does not load; whether the import needs it is not decided",
        "only the wheel was given; nothing in it speaks against the import");

    /// <summary>Examines a wheel for every target that was asked for, or for those its own tags name.</summary>
    /// <param name="request">What is asked.</param>
    /// <param name="path">The wheel, absolute.</param>
    /// <param name="machine">The machine it is on.</param>
    /// <param name="host">The target that this machine is, or null when it is none: what a wheel for any platform is judged for.</param>
    public static ExaminationResult Run(ExaminationRequest request, string path, IMachine machine, Target? host)
    {
        using WheelSubject? wheel = Open(path, machine, out SubjectFault? fault);
        if (wheel is null) return new ExaminationResult { Request = request, Fault = fault };
        ImmutableArray<Target> targets = TargetsOf(request, wheel, machine, host);
        return new ExaminationResult
        {
            Request = request,
            Subject = Describe(wheel, targets[0]),
            Targets = [.. targets.Select(target => Examine(request, wheel, target))],
            Problems = [.. wheel.Problems.Distinct(StringComparer.Ordinal)],
        };
    }

    /// <summary>Opens a wheel; the caller disposes it.</summary>
    internal static WheelSubject? Open(string path, IMachine machine, out SubjectFault? fault)
    {
        WheelSubject? wheel = WheelSubject.Open(machine, path, out AccessOutcome outcome, out string? problem);
        SubjectFaultKind kind = outcome switch { AccessOutcome.Found => SubjectFaultKind.NotAnEnvironment, AccessOutcome.Missing => SubjectFaultKind.NotFound, _ => SubjectFaultKind.Unreadable };
        fault = wheel is null ? new SubjectFault(kind, problem!) : null;
        return wheel;
    }

    /// <summary>The targets that were asked for, or those the wheel's own tags name; at least one.</summary>
    internal static ImmutableArray<Target> TargetsOf(ExaminationRequest request, WheelSubject wheel, IMachine machine, Target? host) =>
        !request.Targets.IsEmpty ? request.Targets : !wheel.OwnTargets.IsEmpty ? wheel.OwnTargets : [host ?? HostTarget.OfRoot(machine)];

    /// <summary>The wheel in a few words.</summary>
    internal static SubjectFacts Describe(WheelSubject wheel, Target target)
    {
        PythonEnvironment environment = wheel.For(target);
        return new SubjectFacts
        {
            Kind = SubjectKind.Wheel,
            Path = wheel.Path,
            Python = environment.Version.ToString(),
            Implementation = environment.Implementation,
            Os = wheel.Platforms.FirstOrDefault(platform => !platform.IsAny)?.Os ?? OperatingSystemKind.Unknown,
            Architectures = [.. wheel.Platforms.SelectMany(platform => platform.Architectures).Distinct()],
            SiteDirectories = [WheelLayout.Site],
            DistributionCount = wheel.Distributions.Length,
        };
    }

    private static TargetExamination Examine(ExaminationRequest request, WheelSubject wheel, Target target)
    {
        PythonEnvironment environment = wheel.For(target);
        using BinaryStore store = new(wheel.Machine);
        WheelInspection inspection = new(wheel, environment, target, store);
        WheelWalks walks = new(request, environment, target, store, inspection, Words);
        Judgement judgement = Judge.Consider(new RuleContext
        {
            Environment = environment,
            Target = target,
            Failures = walks.Failures,
            Wheel = new WheelFacts(wheel.Path, wheel.Platforms, inspection.Binaries, wheel.MissingRecorded),
        });

        FixSituation situation = new(environment, target, SystemFamilies.Read(null));
        ImmutableArray<ImportExamination> imports = walks.Imports(name => judgement.Explanations.GetValueOrDefault(name, []));
        return new TargetExamination
        {
            Target = target,
            Imports = imports,
            Findings = [.. judgement.Findings.Select(finding => FixPlanner.Plan(walks.Advised(finding), situation))],
            Counts = VerdictCounts.Of(imports.Select(import => import.Verdict)),
        };
    }
}
