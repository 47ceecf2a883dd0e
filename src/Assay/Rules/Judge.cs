using System.Collections.Immutable;
using Assay.Diagnostics;

namespace Assay.Rules;

/// <summary>
/// Lets every rule speak and keeps order: for each failed import the closest explanation is its cause and the others keep silent; a problem that breaks ten
/// imports is one finding; an observation whose cure is already part of a cause is not repeated.
/// </summary>
public static class Judge
{
    /// <summary>Judges the facts of one target.</summary>
    /// <param name="context">The facts.</param>
    public static Judgement Consider(RuleContext context) => Consider(context, RuleCatalog.All);

    internal static Judgement Consider(RuleContext context, IReadOnlyList<Rule> rules)
    {
        List<Finding> causes = [];
        List<Finding> companions = [];
        Dictionary<string, List<string>> explanations = new(StringComparer.Ordinal);
        foreach (FailedImport failed in context.Failures)
        {
            if (Closest(failed, context, rules) is not { } cause) continue;
            causes.Add(cause);
            explanations[failed.Import] = [cause.Code];
        }

        List<Finding> observations = [];
        foreach (Rule rule in rules)
        {
            foreach (Finding finding in rule is CauseRule causeRule ? causeRule.Observe(context) : rule.Examine(context))
            {
                if (finding.Import is { } import && explanations.TryGetValue(import, out List<string>? codes))
                {
                    codes.Add(finding.Code);
                    companions.Add(finding);
                }
                else if (!IsSettled(finding, causes))
                {
                    observations.Add(finding);
                }
            }
        }

        ImmutableArray<Finding> all =
        [
            .. Merge(causes),
            .. Merge(companions.Concat(observations)).OrderByDescending(finding => finding.Severity).ThenBy(finding => finding.Code, StringComparer.Ordinal),
        ];
        return new Judgement(all, explanations.ToImmutableSortedDictionary(pair => pair.Key, pair => pair.Value.Distinct().ToImmutableArray(), StringComparer.Ordinal));
    }

    private static Finding? Closest(FailedImport failed, RuleContext context, IReadOnlyList<Rule> rules)
    {
        Finding? best = null;
        Closeness reached = default;
        foreach (CauseRule rule in rules.OfType<CauseRule>())
        {
            // The first of two equally close rules wins, so the order of codes decides and never chance.
            if (best is not null && rule.Closeness <= reached) continue;
            if (rule.Explain(failed, context) is not { } finding) continue;
            best = finding;
            reached = rule.Closeness;
        }

        return best;
    }

    private static bool IsSettled(Finding observation, List<Finding> causes) =>
        !observation.Remedies.IsEmpty && causes.Any(cause => observation.Remedies.All(remedy => cause.Remedies.Contains(remedy)));

    private static IEnumerable<Finding> Merge(IEnumerable<Finding> findings)
    {
        foreach (IGrouping<(string Code, string? Path, string Title), Finding> same in findings.GroupBy(finding => (finding.Code, finding.Path, finding.Title)))
        {
            Finding first = same.First();
            string[] others = [.. same.Skip(1).Select(finding => finding.Import).OfType<string>().Distinct()];
            yield return others.Length == 0 ? first : first with { Notes = [.. first.Notes, AlsoBreaks(others)] };
        }
    }

    private static string AlsoBreaks(string[] imports)
    {
        const int shown = 6;
        string names = string.Join(", ", imports.Take(shown).Select(name => $"`{name}`"));
        return imports.Length <= shown ? $"the same breaks the import of {names}" : $"the same breaks the import of {names} and {imports.Length - shown} more";
    }
}
