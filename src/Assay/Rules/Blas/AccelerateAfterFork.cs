using System.Collections.Immutable;
using Assay.Blas;
using Assay.Diagnostics;
using Assay.Environments;

namespace Assay.Rules;

/// <summary>Accelerate does the linear algebra, and a server is installed that forks processes which go on computing.</summary>
public sealed class AccelerateAfterFork : Rule
{
    // Programs that import the application first and fork their workers afterwards, at least by an option.
    private static readonly string[] Forking = ["gunicorn", "celery", "billiard", "uwsgi", "rq"];

    /// <inheritdoc/>
    public override RuleInfo Info { get; } = new("A406", "accelerate-after-fork", nameof(AccelerateAfterFork), "workers that a server forks may crash in Accelerate, which does not outlive a fork");

    /// <inheritdoc/>
    public override ImmutableArray<string> Sources { get; } =
    [
        "https://github.com/numpy/numpy/issues/5752",
        "https://github.com/numpy/numpy/issues/8535",
        "https://github.com/skyfielders/python-skyfield/issues/1024",
    ];

    /// <inheritdoc/>
    public override IEnumerable<Finding> Examine(RuleContext context)
    {
        InstalledDistribution[] servers = [.. context.Environment.Distributions.Where(distribution => Forking.Contains(distribution.NormalizedName) && context.IsInScope(distribution))];
        BlasConsumer[] callers = [.. Callers.Of(context).Where(caller => caller.Product?.Answer.Library?.Implementation == BlasImplementation.Accelerate)];
        if (servers.Length == 0 || callers.Length == 0) yield break;
        yield return new Finding
        {
            Code = Info.Code,
            Severity = Severity.Note,
            Title = $"workers that {string.Join(" and ", servers.Select(server => server.Name))} forks may crash in products of matrices, which {Callers.Names(callers, context)} leaves to Accelerate",
            Path = callers[0].Path,
            Notes = ["after a fork the threads of Accelerate are gone in the new process, which does not know; a process that has multiplied before it forks is in danger, one that starts anew is not"],
            Remedies =
            [
                new Remedy.Advise("let the workers import the application themselves (gunicorn without `--preload`, celery with `--pool=solo` or `threads`), or start them with `multiprocessing.set_start_method(\"spawn\")`"),
                new Remedy.SetVariable("VECLIB_MAXIMUM_THREADS", "1", "keeps Accelerate from starting threads"),
            ],
            Sources = Sources,
        };
    }
}
