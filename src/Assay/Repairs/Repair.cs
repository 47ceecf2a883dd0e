using System.Collections.Immutable;
using Assay.Primitives;

namespace Assay.Repairs;

/// <summary>
/// A repair that cannot make things worse: a new environment is made beside the old one by the tool that owns it, has to import what is asked for, and takes the old one's place by one
/// rename. Whenever it is interrupted, the old environment or the new one stands there whole, and the next run finishes or removes what was begun.
/// </summary>
public static class Repair
{
    /// <summary>Says what would be run, without running or writing anything.</summary>
    /// <param name="order">What is wanted.</param>
    /// <returns>The commands as they can be typed, in their order, passwords left out; empty where nothing can be run.</returns>
    public static ImmutableArray<string> Commands(RepairOrder order)
    {
        ArgumentNullException.ThrowIfNull(order);
        HostMachine machine = new();
        return RepairChecks.Places(order.Prefix, machine, out _) is { } places ? [.. RepairCommands.All(order, places, RepairChecks.Uv(order, machine) ?? "uv").Select(command => command.Text)] : [];
    }

    /// <summary>Where the environment that was set aside lies, while there is one.</summary>
    /// <param name="prefix">The environment, absolute.</param>
    public static string? Aside(string prefix)
    {
        ArgumentNullException.ThrowIfNull(prefix);
        return RepairChecks.Places(prefix, new HostMachine(), out _) is { } places && HostRepairFiles.IsThere(places.Old) ? places.Old : null;
    }

    /// <summary>Does it.</summary>
    /// <param name="order">What is wanted.</param>
    /// <param name="onProgress">Told of each step as it begins.</param>
    public static RepairOutcome Apply(RepairOrder order, Action<RepairProgress>? onProgress = null)
    {
        ArgumentNullException.ThrowIfNull(order);
        return Apply(order, onProgress, new RepairSeams());
    }

    /// <summary>Finishes or removes what an interrupted run left; the other methods begin with it, too.</summary>
    /// <param name="prefix">The environment, absolute.</param>
    /// <returns>What was found and what was done about it, one line each; empty when there was nothing, or another run is at work.</returns>
    public static ImmutableArray<string> Heal(string prefix)
    {
        ArgumentNullException.ThrowIfNull(prefix);
        return new RepairSession(prefix, null, new RepairSeams()).Run("heal", _ => new RepairOutcome(RepairEnd.Nothing, "nothing is left to be done")).Healed;
    }

    /// <summary>Puts the environment that was set aside back into its place; the one that stands there is set aside instead, so that undoing twice changes nothing.</summary>
    /// <param name="prefix">The environment, absolute.</param>
    /// <param name="onProgress">Told of each step as it begins.</param>
    public static RepairOutcome Undo(string prefix, Action<RepairProgress>? onProgress = null)
    {
        ArgumentNullException.ThrowIfNull(prefix);
        return Undo(prefix, onProgress, new RepairSeams());
    }

    /// <summary>Keeps what stands in the place and removes what was set aside.</summary>
    /// <param name="prefix">The environment, absolute.</param>
    /// <param name="onProgress">Told of each step as it begins.</param>
    public static RepairOutcome Keep(string prefix, Action<RepairProgress>? onProgress = null)
    {
        ArgumentNullException.ThrowIfNull(prefix);
        return Keep(prefix, onProgress, new RepairSeams());
    }

    internal static RepairOutcome Apply(RepairOrder order, Action<RepairProgress>? onProgress, RepairSeams seams) =>
        new RepairSession(order.Prefix, onProgress, seams).Run("apply", session => new NewEnvironmentRun(order, session).Run());

    internal static RepairOutcome Undo(string prefix, Action<RepairProgress>? onProgress, RepairSeams seams) =>
        new RepairSession(prefix, onProgress, seams).Run("undo", AsideRun.Undo);

    internal static RepairOutcome Keep(string prefix, Action<RepairProgress>? onProgress, RepairSeams seams) =>
        new RepairSession(prefix, onProgress, seams).Run("keep", AsideRun.Keep);
}
