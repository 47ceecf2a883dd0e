using System.Collections.Immutable;
using Assay.Diagnostics;
using Assay.Environments;
using Assay.Fixes;
using Assay.Indexes;
using Assay.Packaging.Choosing;
using Assay.Primitives;
using Assay.Targets;

namespace Assay.Examination.Repairing;

/// <summary>From an environment that does not import to the commands that put it right, and to the verdict afterwards. Executes and writes nothing; wheels are read from the sources that an installer would take them from.</summary>
public static class RepairPlanner
{
    /// <summary>Makes a plan.</summary>
    /// <param name="request">What is asked.</param>
    /// <param name="machine">The machine that has the environment.</param>
    /// <param name="said">Told what is being done, in words for people; may be called from any thread.</param>
    /// <param name="cancellation">Ends the planning.</param>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public static async Task<RepairPlan> RunAsync(RepairRequest request, IMachine machine, Action<string>? said = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(machine);
        RepairPlan plan = new() { Request = request };
        if (request.Of.Targets.Length > 1) return plan with { Fault = new SubjectFault(SubjectFaultKind.NotSupported, "a plan is for one target; ask for each by itself") };
        if (Scene.Enter(request.Of, machine, out SubjectFault? fault) is not { } scene) return plan with { Fault = fault };
        if (scene.Kind is not SubjectKind.Environment) return plan with { Fault = new SubjectFault(SubjectFaultKind.NotSupported, $"{request.Of.Subject}: is no environment; only one that is installed can be put right") };
        (PythonEnvironment? environment, fault) = Subject.Find(request.Of, scene.World);
        if (environment is null) return plan with { Fault = fault };

        (Target target, PythonEnvironment seen) = scene.Targets(environment).First();
        RepairWorld world = RepairWorld.Of(request.Of, scene.World, seen, target);
        TargetExamination before = world.Judge(request.Of.Imports);
        RepairPath start = new(world, before, []);
        FixSituation situation = new(seen, target, SystemFamilies.Read(scene.World.ReadText("/etc/os-release")));
        plan = plan with { Subject = Examiner.Describe(environment), Environment = seen, Target = target, Owner = situation.Owner, Causes = [.. start.Causes] };
        plan = plan with { Before = request.Of.Imports.IsEmpty ? [.. before.Imports.Where(import => import.Verdict.Kind is VerdictKind.Fails or VerdictKind.Crashes)] : before.Imports };
        if (!start.IsBroken) return plan with { Before = before.Imports };

        using PackageIndexes indexes = PackageIndexes.Open(request.Index, machine);
        using WheelPicker picker = new(indexes, machine, SupportedTags.Of(seen.Build, target, situation.Owner.Kind is OwnerKind.Uv or OwnerKind.UvProject ? Installer.Uv : Installer.Pip), said);
        if (IsElsewhere(target, EnvironmentTarget.Of(environment, scene.Host))) return await new ForeignPlan(picker, seen.Build).CompleteAsync(plan, world, cancellation).ConfigureAwait(false);
        said?.Invoke("trying remedies");
        bool takesWheels = situation.Owner.Kind is OwnerKind.Pip or OwnerKind.Uv or OwnerKind.UvProject or OwnerKind.Poetry or OwnerKind.Pdm or OwnerKind.Folder;
        RemedyTrial trial = new(takesWheels ? picker : null);
        ImmutableArray<string> goal = [.. plan.Before.Select(import => import.Verdict.Import)];
        RepairPath asked = request.Of.Imports.IsEmpty ? new(world, world.Judge(goal), []) : start;
        RepairPath path = await new RepairSearch(trial, goal).RunAsync(asked, makesAnew: situation.Owner.Kind is OwnerKind.Pip or OwnerKind.Uv && seen.Kind == EnvironmentKind.VirtualEnvironment, cancellation).ConfigureAwait(false);
        plan = await new RepairAdvice(situation, picker, trial, takesWheels).CompleteAsync(plan, world, path, cancellation).ConfigureAwait(false);
        if (path.Moves.IsEmpty) return plan;
        return plan with { Worse = Worse(request.Of, request.Of.Imports.IsEmpty ? before : world.Judge([]), path.World) };
    }

    // Nothing that is done to an environment makes it one of another system; a Mac of either kind may have both architectures.
    private static bool IsElsewhere(Target target, Target own) => target.Os != own.Os || target.Libc != own.Libc || (target.Os == OperatingSystemKind.Linux && target.Architecture != own.Architecture);

    // What works now has to work afterwards: of everything, not only of what was asked for.
    private static ImmutableArray<string> Worse(ExaminationRequest request, TargetExamination before, RepairWorld after)
    {
        ImmutableArray<string> working = [.. before.Imports.Where(import => import.Verdict.Kind == VerdictKind.Imports).Select(import => import.Verdict.Import)];
        if (working.IsEmpty) return [];
        HashSet<string> asked = [.. request.Imports];
        return [.. after.Judge(working).Imports.Where(import => import.Verdict.Kind is VerdictKind.Fails or VerdictKind.Crashes && !asked.Contains(import.Verdict.Import)).Select(import => import.Verdict.Import)];
    }
}
