using System.Collections.Immutable;
using System.Globalization;
using Assay.Blas;
using Assay.Diagnostics;

namespace Assay.Rules;

/// <summary>
/// Libraries count the processors they see and start as many threads, while the control group pays for a few. Several pools by themselves are no finding: every
/// installation of numpy, scipy and scikit-learn from wheels has three, and they take turns. <c>assay blas</c> lists them.
/// </summary>
public sealed class ThreadOversubscription : Rule
{
    // Threads wait for each other by spinning: with a few more than processors that is lost in the noise, with several times as many it is most of the time.
    private const int Tolerated = 4;

    /// <inheritdoc/>
    public override RuleInfo Info { get; } = new("A411", "thread-oversubscription", nameof(ThreadOversubscription), "libraries start many times more threads than the container has processors' worth of time");

    /// <inheritdoc/>
    public override ImmutableArray<string> Sources { get; } =
    [
        "https://docs.kernel.org/admin-guide/cgroup-v2.html (cpu.max)",
        "https://github.com/OpenMathLib/OpenBLAS/issues/4365",
        "https://github.com/joblib/threadpoolctl",
    ];

    /// <inheritdoc/>
    public override IEnumerable<Finding> Examine(RuleContext context)
    {
        if (context.Limits is not { Quota: { } quota } limits) yield break;
        foreach (ProcessFacts process in context.Processes)
        {
            BlasLibrary[] pools = [.. process.Libraries.DistinctBy(library => library.Behind ?? library.Path).Where(library => library is { Implementation: BlasImplementation.OpenBlas, Threading: ThreadingLayer.Pthreads })];
            int most = pools.Select(pool => ThreadLimitTooLow.Threads(pool, context, limits.Processors)).DefaultIfEmpty(0).Max();
            if (most < Tolerated * Math.Max(quota, 1)) continue;
            string paid = quota.ToString("0.##", CultureInfo.InvariantCulture);
            yield return new Finding
            {
                Code = Info.Code,
                Severity = Severity.Note,
                Title = $"OpenBLAS uses {most} threads where the control group pays for {paid} processors: they wait for each other most of the time",
                Path = pools[0].Path,
                Notes = [$"{limits.Processors} processors are to be seen; libraries count those and do not ask the control group", .. Callers.When(process)],
                Remedies = [new Remedy.SetVariable("OPENBLAS_NUM_THREADS", Math.Max(1, (int)Math.Ceiling(quota)).ToString(CultureInfo.InvariantCulture), "makes its pools as large as the time that is paid for")],
                Sources = Sources,
            };
            yield break;
        }
    }
}
