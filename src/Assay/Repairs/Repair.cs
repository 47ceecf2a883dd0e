using System.Collections.Immutable;

namespace Assay.Repairs;

/// <summary>
/// A repair that cannot make things worse: a new environment is made beside the old one by the tool that owns it, has to import what is asked for, and takes the old one's place by one
/// rename. Whenever it is interrupted, the old environment or the new one stands there whole, and the next run finishes or removes what was begun.
/// </summary>
public static partial class Repair
{
    /// <summary>Says what would be run, without running or writing anything.</summary>
    /// <param name="order">What is wanted.</param>
    /// <returns>The commands as they can be typed, in their order, passwords left out.</returns>
    public static ImmutableArray<string> Commands(RepairOrder order) => throw new NotImplementedException();

    /// <summary>Does it.</summary>
    /// <param name="order">What is wanted.</param>
    /// <param name="onProgress">Told of each step as it begins.</param>
    public static RepairOutcome Apply(RepairOrder order, Action<RepairProgress>? onProgress = null) => throw new NotImplementedException();

    /// <summary>Finishes or removes what an interrupted run left; the other methods begin with it, too.</summary>
    /// <param name="prefix">The environment, absolute.</param>
    /// <returns>What was found and what was done about it, one line each; empty when there was nothing, or another run is at work.</returns>
    public static ImmutableArray<string> Heal(string prefix) => throw new NotImplementedException();

    /// <summary>Puts the environment that was set aside back into its place; the one that stands there is set aside instead, so that undoing twice changes nothing.</summary>
    /// <param name="prefix">The environment, absolute.</param>
    /// <param name="onProgress">Told of each step as it begins.</param>
    public static RepairOutcome Undo(string prefix, Action<RepairProgress>? onProgress = null) => throw new NotImplementedException();

    /// <summary>Keeps what stands in the place and removes what was set aside.</summary>
    /// <param name="prefix">The environment, absolute.</param>
    /// <param name="onProgress">Told of each step as it begins.</param>
    public static RepairOutcome Keep(string prefix, Action<RepairProgress>? onProgress = null) => throw new NotImplementedException();
}
