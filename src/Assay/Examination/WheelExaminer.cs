using System.Collections.Immutable;
using Assay.Binaries;
using Assay.Diagnostics;
using Assay.Environments;
using Assay.Fixes;
using Assay.Imports;
using Assay.Loading.Wheels;
using Assay.Packaging;
using Assay.Primitives;
using Assay.Rules;
using Assay.Targets;

namespace Assay.Examination;

/// <summary>A wheel as the subject: judged as if it alone were installed, and everything outside it is taken as given.</summary>
internal static class WheelExaminer
{
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
        ImmutableArray<FailedImport> broken = [.. inspection.Binaries.Where(binary => binary.Role == WheelRole.Extension).Select(binary => Broken(binary, inspection)).OfType<FailedImport>()];
        ImportList list = new(request, environment);
        ImportWalker walker = new(environment, target);
        ImportWalkResult[] walks = [.. list.Names.Select(name => Decided(name, walker.Walk(name, new WheelLoader(inspection)), list, broken.FirstOrDefault(failed => failed.Import.Split('.')[0] == name.Split('.')[0])))];
        ImmutableArray<FailedImport> failures = [.. list.Names.Zip(walks).Where(pair => pair.Second.Outcome is VerdictKind.Fails or VerdictKind.Crashes)
            .Select(pair => new FailedImport(pair.First, pair.Second))
            .Concat(broken.Where(failed => !walks.Any(walk => walk.Outcome is VerdictKind.Fails or VerdictKind.Crashes && walk.Chain.Contains(failed.Import))))
            .Select(failed => failed with { Culprit = Glances.AtCulprit(failed, store, target.Architecture) })];
        Judgement judgement = Judge.Consider(new RuleContext
        {
            Environment = environment,
            Target = target,
            Failures = failures,
            Wheel = new WheelFacts(wheel.Path, wheel.Platforms, inspection.Binaries, wheel.MissingRecorded),
        });

        FixSituation situation = new(environment, target, SystemFamilies.Read(null));
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
            Imports = imports,
            Findings = [.. judgement.Findings.Select(finding => FixPlanner.Plan(Advised(finding, list), situation))],
            Counts = VerdictCounts.Of(imports.Select(import => import.Verdict)),
        };
    }

    // Only a failure in the wheel's own compiled code is known: everything else depends on what is not there to be read.
    private static ImportWalkResult Decided(string name, ImportWalkResult walk, ImportList list, FailedImport? broken)
    {
        if (walk.Outcome is VerdictKind.Fails or VerdictKind.Crashes && new FailedImport(name, walk).Load is not null && walk.Certainty != Certainty.Conditional) return walk;
        string reason = list.ProviderOf(name) is null ? $"the wheel brings no module `{name.Split('.')[0]}`"
            : broken is not null ? $"`{PosixPath.Name(broken.LastFile!)}` of the wheel does not load; whether the import needs it is not decided"
            : "only the wheel was given; nothing in it speaks against the import";
        return walk with { Outcome = VerdictKind.Unknown, Exception = null, Crash = null, Undecided = reason, UndecidedOrigin = null, Certainty = Certainty.Certain, Chain = [] };
    }

    // Whether anything imports it or not: importing this very module fails.
    internal static FailedImport? Broken(WheelBinary binary, WheelInspection inspection) => inspection.EndOf(binary) is not { } end ? null : new FailedImport(binary.Module!, new ImportWalkResult
    {
        Outcome = end is ExtensionOutcome.Crashes ? VerdictKind.Crashes : VerdictKind.Fails,
        Exception = (end as ExtensionOutcome.Raises)?.Exception,
        Crash = end as ExtensionOutcome.Crashes,
        Certainty = Certainty.TextMayVary,
        Chain = [binary.Module!],
        Steps = [new ImportStep(binary.Module!, ModuleKind.Extension, binary.Path, null, true)],
    });

    // There is no installation to repair: what only commands could put right stays unsaid. A finding about a module that no verdict is about stands by itself.
    internal static Finding Advised(Finding finding, ImportList list) => finding with
    {
        Remedies = [.. finding.Remedies.Where(remedy => remedy is Remedy.Advise)],
        Import = finding.Import is { } import && list.Names.Contains(import) ? import : null,
    };
}
