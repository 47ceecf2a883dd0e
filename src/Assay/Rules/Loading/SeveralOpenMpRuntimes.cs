using System.Collections.Immutable;
using Assay.Blas;
using Assay.Diagnostics;
using Assay.Environments;

namespace Assay.Rules;

/// <summary>Packages that each bring their own OpenMP runtime end up in one process on macOS, where two copies are two runtimes.</summary>
public sealed class SeveralOpenMpRuntimes : Rule
{
    private const int ImportsNamed = 6;

    /// <inheritdoc/>
    public override RuleInfo Info { get; } = new("A109", "several-open-mp-runtimes", nameof(SeveralOpenMpRuntimes), "one process on macOS loads several OpenMP runtimes, which can crash each other");

    /// <inheritdoc/>
    public override ImmutableArray<string> Sources { get; } =
    [
        "https://github.com/lightgbm-org/LightGBM/issues/6595",
        "https://github.com/pytorch/pytorch/issues/121101",
        "https://github.com/pytorch/pytorch/issues/155201",
        "https://github.com/dmlc/xgboost/issues/11500",
        "https://github.com/joblib/threadpoolctl/blob/master/multiple_openmp.md",
    ];

    /// <inheritdoc/>
    public override IEnumerable<Finding> Examine(RuleContext context)
    {
        if (context.MacOs is not { } facts) yield break;
        foreach (IGrouping<string, (string Import, ImmutableArray<string> Libraries)> same in facts.OpenMpRuntimes
            .Select(found => (found.Import, Libraries: found.Libraries.Where(library => OpenMpFingerprint.SharesRegistration(OpenMpFingerprint.FamilyOfName(library))).ToImmutableArray()))
            .Where(found => found.Libraries.Length > 1)
            .GroupBy(found => string.Join('\n', found.Libraries.Order(StringComparer.Ordinal))))
        {
            ImmutableArray<string> libraries = same.First().Libraries;
            string[] imports = [.. same.Select(found => $"`import {found.Import}`")];
            string more = imports.Length > ImportsNamed ? $" and {imports.Length - ImportsNamed} more" : "";
            yield return new Finding
            {
                Code = Info.Code,
                Severity = Severity.Warning,
                Title = $"{libraries.Length} OpenMP runtimes share one process, and threads of one can crash in another",
                Path = libraries[1],
                Notes = [.. libraries.Select(library => $"loaded: {library}"), $"that happens with {string.Join(", ", imports.Take(ImportsNamed))}{more}"],
                Remedies = Cure(context),
                Sources = Sources,
            };
        }
    }

    private static ImmutableArray<Remedy> Cure(RuleContext context) =>
    [
        new Remedy.Advise(context.Environment.Kind == EnvironmentKind.Conda
            ? "take all of these packages from conda-forge, which has one runtime for all, and none of them from pip"
            : "where it crashes, use an environment of conda-forge, whose packages share one runtime"),
        new Remedy.SetVariable("OMP_NUM_THREADS", "1", "keeps the runtimes from starting threads, at the cost of speed"),
    ];
}
