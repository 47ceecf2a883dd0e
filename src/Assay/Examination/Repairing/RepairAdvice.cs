using System.Collections.Immutable;
using Assay.Diagnostics;
using Assay.Fixes;
using Assay.Packaging.Choosing;

namespace Assay.Examination.Repairing;

/// <summary>Writes down what a search found: steps with commands, the verdicts after them, and what is not known.</summary>
/// <param name="situation">What the commands depend on.</param>
/// <param name="picker">What the sources have.</param>
/// <param name="trial">What was tried.</param>
/// <param name="takesWheels">True where the owner installs wheels, so that what it brings can be read beforehand.</param>
internal sealed class RepairAdvice(FixSituation situation, WheelPicker picker, RemedyTrial trial, bool takesWheels)
{
    private bool IsInstaller => situation.Owner.Kind is OwnerKind.Pip or OwnerKind.Uv;

    /// <summary>Completes a plan.</summary>
    /// <param name="plan">What is known before.</param>
    /// <param name="start">The environment as it is.</param>
    /// <param name="path">How far the search has come.</param>
    /// <param name="cancellation">Ends it.</param>
    public async Task<RepairPlan> CompleteAsync(RepairPlan plan, RepairWorld start, RepairPath path, CancellationToken cancellation)
    {
        List<PlannedStep> steps = [.. Steps(plan, start, path)];
        List<string> reservations = [];
        int known = steps.Count;
        foreach (Finding left in path.Causes.DistinctBy(finding => (finding.Code, finding.Title)))
        {
            if (Unpredicted(left) is { } step) steps.Add(step);
            else reservations.Add($"nothing is known that puts {left.Code} right: {left.Title}");
        }

        if (steps.Count > known) reservations.Add($"what {(takesWheels ? "that brings" : $"{situation.Owner.Program} brings")} could not be read beforehand, so the verdict after {(steps.Count - known == 1 ? "that step" : "those steps")} is not known");
        foreach (ImportExamination import in path.Examination.Imports.Where(import => import.Verdict.Kind == VerdictKind.Unknown)) reservations.Add($"`import {import.Verdict.Import}` stays undecided: {import.Verdict.Message}");
        if (path.IsBroken) reservations.AddRange(picker.Problems.OrderBy(problem => problem.Key, StringComparer.Ordinal).Select(problem => problem.Value));

        // Several steps may ask for the same.
        ImmutableArray<PlannedStep> distinct = [.. steps.DistinctBy(step => string.Join('\n', step.Commands.IsEmpty ? [step.Summary] : step.Commands))];
        plan = plan with { Steps = distinct, After = path.Examination.Imports, Reservations = [.. reservations.Distinct(StringComparer.Ordinal)] };
        if (path.IsBroken) plan = plan with { Elsewhere = await ElsewhereAsync(cancellation).ConfigureAwait(false) };
        if (!IsInstaller || path.World.Wheels.IsEmpty) return plan;
        (ImmutableArray<string> lines, ImmutableArray<string> missing) = await new NewEnvironmentRequirements(picker).OfAsync(path.World, cancellation).ConfigureAwait(false);
        return missing.IsEmpty ? plan with { Requirements = lines } : plan with { Reservations = plan.Reservations.Add($"a new environment cannot be filled: no given source has {string.Join(", ", missing)}") };
    }

    private IEnumerable<PlannedStep> Steps(RepairPlan plan, RepairWorld start, RepairPath path)
    {
        ImmutableArray<string> codes = [.. path.Moves.Select(move => move.Cause?.Code).OfType<string>().Distinct()];
        ImmutableArray<PackageChange> changes = PlannedChanges.Between(start, path.World);
        foreach (RepairMove move in path.Moves.Where(move => !IsInstaller || move.Remedy is Remedy.Delete or Remedy.Rename or Remedy.SetVariable))
        {
            Finding cause = (move.Cause ?? plan.Causes[0]) with { Remedies = [move.Remedy] };
            foreach (Fix fix in FixPlanner.Plan(cause, situation).Fixes.Take(1))
                yield return new PlannedStep(fix.Summary, fix.Commands, fix.Applicability) { Codes = [cause.Code], Changes = IsInstaller ? [] : changes };
        }

        if (!IsInstaller || changes.IsEmpty) yield break;
        yield return new PlannedStep(Summary(changes), PlanCommands.Of(changes, start.Environment, situation.Owner, plan.Request.Index), Applicability.NeedsConsent) { Codes = codes, Changes = changes };
    }

    // The first way out that can be typed, else the first that can be read.
    private PlannedStep? Unpredicted(Finding finding)
    {
        // A command that is known to find nothing helps nobody.
        Finding possible = finding with { Remedies = [.. finding.Remedies.Where(remedy => !trial.Useless.Contains(remedy))] };
        ImmutableArray<Fix> fixes = FixPlanner.Plan(possible, situation).Fixes;
        Fix? fix = fixes.FirstOrDefault(fix => !fix.Commands.IsEmpty) ?? fixes.FirstOrDefault();
        return fix is null ? null : new PlannedStep(fix.Summary, fix.Commands, fix.Applicability) { Codes = [finding.Code] };
    }

    private async Task<ImmutableArray<string>> ElsewhereAsync(CancellationToken cancellation)
    {
        ImmutableArray<string>.Builder lines = ImmutableArray.CreateBuilder<string>();
        foreach (string project in picker.Problems.Keys.Order(StringComparer.Ordinal))
        {
            ImmutableArray<PythonBuild> others = await picker.OtherPythonsAsync(project, cancellation).ConfigureAwait(false);
            if (!others.IsEmpty) lines.Add($"with another Python: the given sources have wheels of {project} for {string.Join(", ", others.Select(build => build.ToString()))} on this machine");
        }

        return lines.ToImmutable();
    }

    private static string Summary(ImmutableArray<PackageChange> changes)
    {
        string[] parts =
        [
            .. Part("put back the files of", changes.Where(change => change.To is not null && change.To == change.From).Select(change => change.Name)),
            .. Part("change", changes.Where(change => change is { To: not null, From: not null } && change.To != change.From).Select(change => $"{change.Name} {change.From} to {change.To}")),
            .. Part("add", changes.Where(change => change.From is null).Select(change => $"{change.Name} {change.To}")),
            .. Part("remove", changes.Where(change => change.To is null).Select(change => change.Name)),
        ];
        return string.Join("; ", parts);
    }

    private static IEnumerable<string> Part(string verb, IEnumerable<string> names) => names.ToArray() is { Length: > 0 } all ? [$"{verb} {string.Join(", ", all)}"] : [];
}
