using Assay.Environments;
using Assay.Examination.Repairing;
using Assay.Fixes;
using Assay.Primitives;

namespace Assay.Repairs;

/// <summary>From a plan to what is ordered, or to the one reason why the plan is not carried out.</summary>
public static class RepairOrders
{
    /// <summary>What to order.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="reason">Why nothing is, one line in lower case without a full stop; null when something is.</param>
    public static RepairOrder? Of(RepairPlan plan, out string? reason)
    {
        ArgumentNullException.ThrowIfNull(plan);
        reason = Refusal(plan);
        if (reason is not null || plan.Environment is not { Prefix: { } prefix, RealExecutable: { } real } environment) return null;
        PyVenvConfig? config = environment.VirtualEnvironmentConfig;
        string named = config?.Home is { } home ? PosixPath.Join(home, "python" + environment.Version.Short) : real;
        return new RepairOrder
        {
            Prefix = prefix,
            BasePython = environment.Machine.IsFile(named) ? named : real,
            Tool = plan.Owner!.Kind == OwnerKind.Uv ? RepairTool.Uv : RepairTool.Pip,
            Requirements = plan.Requirements,
            Imports = [.. plan.After.Select(import => import.Verdict.Import)],
            Index = plan.Request.Index,
            SystemSitePackages = config?.IncludesSystemSite == true,
            Prompt = config?.Prompt,
            HasPip = environment.Distributions.Any(distribution => distribution.NormalizedName == "pip" && distribution.Location.StartsWith(prefix + "/", StringComparison.Ordinal)),
        };
    }

    private static string? Refusal(RepairPlan plan)
    {
        if (plan.Fault is { } fault) return fault.Message;
        if (plan.IsHealthy) return "nothing is broken, so nothing is done";
        string path = plan.Subject!.Path;
        return plan.Request.Of.Root is not null ? "what is inside of --root belongs to another system; only environments of this one are exchanged"
            : plan.Target is not { IsHost: true } ? "the plan is for another machine; carry it out there"
            : plan.Environment is not { Kind: EnvironmentKind.VirtualEnvironment } ? $"{path} is no virtual environment: {Owner(plan)}; type the commands above yourself"
            : plan.Owner!.Kind is not (OwnerKind.Pip or OwnerKind.Uv) ? $"{path} belongs to a project of {plan.Owner.Program}, which makes it from its lock file; type the commands above"
            : plan.Environment.RealExecutable is null ? $"the Python that {path} was made from is gone; nothing can be made from it"
            : plan.Steps.IsEmpty ? "nothing is known that helps, so nothing is done"
            : !plan.Worse.IsEmpty ? $"`import {plan.Worse[0]}` works now and would not work afterwards, so nothing is done"
            : !plan.IsProven ? "it is not known beforehand that the plan helps, so it is not carried out; type the commands above if you want to try"
            : plan.Requirements.IsEmpty ? plan.Steps.All(step => step.Changes.IsEmpty) ? "what is to be done is not in the environment; type the commands above yourself" : plan.Reservations.LastOrDefault() ?? "the new environment cannot be filled"
            : null;
    }

    private static string Owner(RepairPlan plan) => plan.Owner!.Kind is OwnerKind.Conda or OwnerKind.Pixi ? $"{plan.Owner.Program} puts its own path into the files it installs, so that an environment cannot be moved into place" : $"it belongs to {plan.Owner.Program}";
}
