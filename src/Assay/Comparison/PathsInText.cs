using System.Text.RegularExpressions;
using Assay.Diagnostics;

namespace Assay.Comparison;

/// <summary>The places that a finding speaks of, those it rests on first.</summary>
internal static partial class PathsInText
{
    /// <summary>The paths of a finding and of the verdict it explains, each once.</summary>
    public static IEnumerable<string> Of(Finding finding, Verdict verdict) => Named(finding).Concat(finding.Steps.Concat(finding.Notes).Append(finding.Title).Append(verdict.Message ?? "").SelectMany(In)).Where(path => path.StartsWith('/')).Distinct(StringComparer.Ordinal);

    private static IEnumerable<string> Named(Finding finding) => finding.Evidence.Select(evidence => evidence.Path).Prepend(finding.Path ?? "");

    private static IEnumerable<string> In(string text) => Path().Matches(text).Select(match => match.Value.TrimEnd('.', ':'));

    [GeneratedRegex(@"/[^\s'""`,()<>|;]+")]
    private static partial Regex Path();
}
