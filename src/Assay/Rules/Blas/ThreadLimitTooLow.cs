using System.Collections.Immutable;
using System.Globalization;
using Assay.Blas;
using Assay.Diagnostics;
using Assay.Primitives;

namespace Assay.Rules;

/// <summary>The pools of OpenBLAS start more threads as they are loaded than the machine lets the process have.</summary>
public sealed class ThreadLimitTooLow : Rule
{
    // What wheels are built for (NUM_THREADS in tools/build_steps.sh of openblas-libs); Debian and conda-forge build for more.
    private const int MostInWheels = 64, MostElsewhere = 128;

    // In the order OpenBLAS looks at them: driver/others/openblas_env.c and memory.c.
    private static readonly string[] Variables = ["OPENBLAS_NUM_THREADS", "GOTO_NUM_THREADS", "OPENBLAS_DEFAULT_NUM_THREADS", "OMP_NUM_THREADS"];

    /// <inheritdoc/>
    public override RuleInfo Info { get; } = new("A410", "thread-limit-too-low", nameof(ThreadLimitTooLow), "a library starts more threads as it is loaded than the process may have");

    /// <inheritdoc/>
    public override ImmutableArray<string> Sources { get; } =
    [
        "https://github.com/numpy/numpy/issues/21376",
        "https://github.com/OpenMathLib/OpenBLAS/issues/1668",
        "https://github.com/OpenMathLib/OpenBLAS/issues/4762",
        "https://github.com/MacPython/openblas-libs/blob/main/tools/build_steps.sh",
    ];

    /// <inheritdoc/>
    public override IEnumerable<Finding> Examine(RuleContext context)
    {
        if (context.Limits is not { MostThreads: { } most, LimitedBy: { } limitedBy } limits) yield break;
        foreach (ProcessFacts process in context.Processes)
        {
            BlasLibrary[] pools = [.. process.Libraries.DistinctBy(library => library.Behind ?? library.Path).Where(library => library is { Implementation: BlasImplementation.OpenBlas, Threading: ThreadingLayer.Pthreads })];
            int needed = 1 + pools.Sum(pool => Threads(pool, context, limits.Processors) - 1);
            if (pools.Length == 0 || needed <= most) continue;
            yield return new Finding
            {
                Code = Info.Code,
                Severity = Severity.Warning,
                Title = $"OpenBLAS wants {needed} threads as it is loaded, and {limitedBy} allows {most}: it says `pthread_create failed`, and the process can crash",
                Path = pools[0].Path,
                Notes = [.. pools.Select(pool => $"{Threads(pool, context, limits.Processors)} threads: {pool.Path}"), .. Callers.When(process)],
                Remedies = [new Remedy.SetVariable("OPENBLAS_NUM_THREADS", Math.Clamp(1 + ((most - 1) / (4 * pools.Length)), 1, 4).ToString(CultureInfo.InvariantCulture), "makes its pools smaller"), new Remedy.Advise($"or raise {limitedBy}")],
                Sources = Sources,
            };
            yield break;
        }
    }

    /// <summary>How many threads a pool of OpenBLAS has, the caller's own included.</summary>
    internal static int Threads(BlasLibrary pool, RuleContext context, int processors)
    {
        int wanted = Variables.Select(name => context.ThreadVariables.GetValueOrDefault(name)).Select(Number).FirstOrDefault(number => number > 0);
        bool isWheels = PosixPath.Name(PosixPath.Directory(pool.Path)) is var folder && (folder.EndsWith(".libs", StringComparison.Ordinal) || folder == ".dylibs");
        return Math.Min(wanted > 0 ? Math.Min(wanted, processors) : processors, isWheels ? MostInWheels : MostElsewhere);
    }

    // OMP_NUM_THREADS may be a list, one number for each level of nesting.
    private static int Number(string? text) => int.TryParse(text?.Split(',')[0], NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : 0;
}
