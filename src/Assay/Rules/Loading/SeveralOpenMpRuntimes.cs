using System.Collections.Immutable;
using Assay.Blas;
using Assay.Diagnostics;
using Assay.Environments;
using Assay.Targets;

namespace Assay.Rules;

/// <summary>
/// One process holds several OpenMP runtimes that take each other for themselves: two copies of LLVM's, or LLVM's beside Intel's. Runtimes of different makers that
/// bear each other (GCC's beside LLVM's, two of GCC's) are no finding.
/// </summary>
public sealed class SeveralOpenMpRuntimes : Rule
{
    private const int ImportsNamed = 6;

    /// <inheritdoc/>
    public override RuleInfo Info { get; } = new("A109", "several-open-mp-runtimes", nameof(SeveralOpenMpRuntimes), "one process loads several OpenMP runtimes that do not bear each other");

    /// <inheritdoc/>
    public override ImmutableArray<string> Sources { get; } =
    [
        "https://github.com/lightgbm-org/LightGBM/issues/6595",
        "https://github.com/pytorch/pytorch/issues/121101",
        "https://github.com/pytorch/pytorch/issues/155201",
        "https://github.com/dmlc/xgboost/issues/11500",
        "https://github.com/dmlc/xgboost/issues/1715",
        "https://github.com/joblib/threadpoolctl/blob/master/multiple_openmp.md",
    ];

    /// <inheritdoc/>
    public override IEnumerable<Finding> Examine(RuleContext context)
    {
        foreach (IGrouping<string, (ProcessFacts Process, OpenMpClash Clash)> same in context.Processes
            .SelectMany(process => process.Threads.Clashes.Select(clash => (Process: process, Clash: clash)))
            .Where(found => found.Clash.Kind is OpenMpClashKind.SameTwice or OpenMpClashKind.IntelBesideLlvm)
            .GroupBy(found => string.Join('\n', found.Clash.Runtimes.Select(runtime => runtime.Path).Order(StringComparer.Ordinal))))
        {
            (ProcessFacts process, OpenMpClash clash) = same.First();
            string[] imports = [.. same.Select(found => found.Process.Import).Where(import => import.Length > 0).Select(import => $"`import {import}`")];
            string more = imports.Length > ImportsNamed ? $" and {imports.Length - ImportsNamed} more" : "";
            yield return new Finding
            {
                Code = Info.Code,
                Severity = Severity.Warning,
                Title = Title(clash, context.Target),
                Path = clash.Runtimes[1].Path,
                Notes =
                [
                    .. clash.Runtimes.Select(runtime => $"loaded: {runtime.Path}"),
                    .. imports.Length > 0 ? [$"that happens with {string.Join(", ", imports.Take(ImportsNamed))}{more}"] : (ImmutableArray<string>)[],
                    .. process.Threads.AllowsDuplicates ? ["KMP_DUPLICATE_LIB_OK is set, which turns off the check and not the danger"] : (ImmutableArray<string>)[],
                ],
                Remedies = Cure(context, clash),
                Sources = Sources,
            };
        }
    }

    // On macOS scikit-learn turns the check off for all, so that the crash is what people meet; elsewhere it is the check.
    private static string Title(OpenMpClash clash, Target target) =>
        target.Os == OperatingSystemKind.MacOs ? $"{clash.Runtimes.Length} OpenMP runtimes share one process, and threads of one can crash in another"
        : clash.Kind == OpenMpClashKind.IntelBesideLlvm ? "the OpenMP runtimes of Intel and of LLVM share one process: the second that starts ends it (`OMP: Error #15`), or both run and can hang"
        : $"{clash.Runtimes.Length} copies of one OpenMP runtime share one process: the second that starts ends it (`OMP: Error #15`), or all run and can crash";

    private static ImmutableArray<Remedy> Cure(RuleContext context, OpenMpClash clash) =>
    [
        .. clash.Kind == OpenMpClashKind.IntelBesideLlvm && context.Target.Os == OperatingSystemKind.Linux && UsesMkl(context)
            ? [new Remedy.SetVariable("MKL_THREADING_LAYER", "GNU", "lets MKL share the runtime of GCC in place of Intel's")]
            : (ImmutableArray<Remedy>)[],
        new Remedy.Advise(context.Environment.Kind == EnvironmentKind.Conda
            ? "take all of these packages from conda-forge, which has one runtime for all, and none of them from pip"
            : "where it crashes, use an environment of conda-forge, whose packages share one runtime"),
        new Remedy.SetVariable("OMP_NUM_THREADS", "1", "keeps the runtimes from starting threads, at the cost of speed"),
    ];

    private static bool UsesMkl(RuleContext context) => context.Processes.Any(process => process.Libraries.Any(library => library.Implementation == BlasImplementation.Mkl));
}
