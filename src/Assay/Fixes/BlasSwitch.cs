using System.Collections.Immutable;
using Assay.Blas;
using Assay.Diagnostics;

namespace Assay.Fixes;

/// <summary>The libraries that could do the linear algebra of an environment, and how each of them is chosen. Prints a plan; carries out nothing.</summary>
public static class BlasSwitch
{
    /// <summary>All choices, the current one first.</summary>
    /// <param name="situation">What the commands depend on.</param>
    /// <param name="callers">Who calls routines now, with who answers.</param>
    /// <param name="judge">
    /// Judges the callers again with some links of the machine leading elsewhere (the link, and where it leads); null when that cannot be done: then choices
    /// made by links come without effects.
    /// </param>
    public static ImmutableArray<BlasChoice> Of(FixSituation situation, ImmutableArray<BlasConsumer> callers, Func<ImmutableSortedDictionary<string, string>, ImmutableArray<BlasConsumer>>? judge = null)
    {
        ArgumentNullException.ThrowIfNull(situation);
        IEnumerable<BlasChoice> choices = CondaBlas.IsFor(situation) ? CondaBlas.Choices(situation, callers)
            : callers.Any(DebianBlas.IsServed) && DebianBlas.Find(situation) is { } debian ? debian.Choices(callers, judge)
            : WheelBlas.Choices(situation, callers);
        return [.. choices.OrderByDescending(choice => choice.IsCurrent).ThenByDescending(choice => choice.IsInstalled)];
    }

    /// <summary>The ways to let one implementation do the work.</summary>
    /// <param name="name">The implementation as conda-forge calls it.</param>
    /// <param name="situation">What the commands depend on.</param>
    internal static IEnumerable<Fix> To(string name, FixSituation situation)
    {
        if (CondaBlas.IsFor(situation)) return [new Fix($"let {CondaBlas.TitleOf(name)} do the linear algebra of this environment", CondaBlas.Commands(name, situation), Applicability.NeedsConsent)];
        if (DebianBlas.Find(situation) is { } debian && debian.To(name) is { } commands) return [new Fix($"let {CondaBlas.TitleOf(name)} do the linear algebra (as root)", commands, Applicability.NeedsConsent)];
        return SystemLibraries.Provide("libopenblas.so.0", situation, newer: false);
    }
}
