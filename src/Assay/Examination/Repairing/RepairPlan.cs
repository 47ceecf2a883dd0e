using System.Collections.Immutable;
using Assay.Diagnostics;
using Assay.Environments;
using Assay.Fixes;
using Assay.Targets;

namespace Assay.Examination.Repairing;

/// <summary>What puts an environment right, and what is known of it beforehand.</summary>
public sealed record RepairPlan
{
    /// <summary>The request.</summary>
    public required RepairRequest Request { get; init; }

    /// <summary>Why there is no answer, or null.</summary>
    public SubjectFault? Fault { get; init; }

    /// <summary>The environment; null when <see cref="Fault"/> says why there is none.</summary>
    public SubjectFacts? Subject { get; init; }

    /// <summary>The same with everything that was read of it.</summary>
    internal PythonEnvironment? Environment { get; init; }

    /// <summary>Where it runs; null with a fault.</summary>
    public Target? Target { get; init; }

    /// <summary>Who owns it; null with a fault.</summary>
    public EnvironmentOwner? Owner { get; init; }

    /// <summary>What was asked for, as it is now.</summary>
    public ImmutableArray<ImportExamination> Before { get; init; } = [];

    /// <summary>The findings that explain what does not import, the first cause first.</summary>
    public ImmutableArray<Finding> Causes { get; init; } = [];

    /// <summary>What to do, in order; empty when nothing is wrong or nothing helps.</summary>
    public ImmutableArray<PlannedStep> Steps { get; init; } = [];

    /// <summary>The same imports after the steps, judged on the files that would be there. Empty without steps.</summary>
    public ImmutableArray<ImportExamination> After { get; init; } = [];

    /// <summary>What is not known of the time after the steps, or why there are none; one line each, lower case, no full stop.</summary>
    public ImmutableArray<string> Reservations { get; init; } = [];

    /// <summary>Imports that work now and would not afterwards. A plan with any is not carried out.</summary>
    public ImmutableArray<string> Worse { get; init; } = [];

    /// <summary>What would help elsewhere: another Python, another version, another machine; one line each.</summary>
    public ImmutableArray<string> Elsewhere { get; init; } = [];

    /// <summary>What a new environment has to hold so that it is the planned one, one requirement each, all pinned; empty when the steps are no installation.</summary>
    public ImmutableArray<string> Requirements { get; init; } = [];

    /// <summary>True when nothing that was asked for is broken.</summary>
    public bool IsHealthy => Fault is null && Before.All(import => import.Verdict.Kind is VerdictKind.Imports or VerdictKind.Unknown);

    /// <summary>True when everything asked for would import after the steps, judged on their content.</summary>
    public bool IsProven => !Steps.IsEmpty && !After.IsEmpty && Worse.IsEmpty && After.All(import => import.Verdict.Kind == VerdictKind.Imports);
}
