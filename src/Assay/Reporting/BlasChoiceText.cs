using System.Collections.Immutable;
using Assay.Fixes;

namespace Assay.Reporting;

/// <summary>The libraries that could do the linear algebra instead, for people: each with what it changes and the commands that choose it.</summary>
internal static class BlasChoiceText
{
    private const int Label = 18;
    private const int MostNames = 4;

    /// <summary>Writes them; one line when there is no choice.</summary>
    public static void Write(ImmutableArray<BlasChoice> choices, TextWriter output, TextStyle style)
    {
        output.WriteLine();
        output.WriteLine(style.Strong("choices"));
        if (choices.IsEmpty) output.WriteLine("  none: the library is part of the package that uses it, or asked for by its own name");
        foreach (BlasChoice choice in choices)
        {
            string state = choice.IsCurrent ? "chosen now" : choice.IsInstalled ? "installed" : "can be installed";
            output.WriteLine(PrintableText.OneLine($"  {(choice.Name + "  ").PadRight(Label)}{state}{(choice.Remark is { } remark ? "; " + remark : "")}"));
            foreach (IGrouping<(string Before, string After), BlasEffect> same in choice.Effects.Where(effect => effect.Changes).GroupBy(effect => (effect.Before, effect.After)))
                output.WriteLine(PrintableText.OneLine($"  {"",-Label}{Names([.. same.Select(effect => effect.Routine).Distinct()])} of {Names([.. same.SelectMany(effect => effect.Callers).Distinct()])}: {same.Key.Before} -> {same.Key.After}"));
            foreach (string command in choice.Commands) output.WriteLine(PrintableText.OneLine($"  {"",-Label}  {command}"));
        }
    }

    private static string Names(ImmutableArray<string> names) => names.Length <= MostNames ? string.Join(", ", names) : $"{string.Join(", ", names.Take(MostNames))} and {names.Length - MostNames} more";
}
