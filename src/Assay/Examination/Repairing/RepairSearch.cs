using System.Collections.Immutable;
using Assay.Diagnostics;

namespace Assay.Examination.Repairing;

/// <summary>
/// Looks for the fewest changes after which everything asked for imports: the first broken import, its cause, the remedies of that cause from the best on, each carried out in
/// thought and judged anew; and so on with what breaks then.
/// </summary>
/// <param name="trial">Carries remedies out in thought.</param>
/// <param name="goal">The imports that are to work.</param>
internal sealed class RepairSearch(RemedyTrial trial, ImmutableArray<string> goal)
{
    // Each round puts one cause right. An environment with more is made anew.
    private const int MostRounds = 12;

    /// <summary>Searches.</summary>
    /// <param name="path">The environment as it is, judged for the goal.</param>
    /// <param name="makesAnew">True where a whole new environment may be the last resort.</param>
    /// <param name="cancellation">Ends it.</param>
    public async Task<RepairPath> RunAsync(RepairPath path, bool makesAnew, CancellationToken cancellation)
    {
        RepairWorld start = path.World;
        for (int round = 0; round < MostRounds && path.IsBroken; round++)
        {
            cancellation.ThrowIfCancellationRequested();
            if (await NextAsync(path, cancellation).ConfigureAwait(false) is not { } next) break;
            path = next;
        }

        if (!path.IsBroken || !makesAnew) return path;
        Finding? cause = path.Cause;
        Remedy.Recreate anew = new("nothing smaller is known to help");
        if (await trial.ApplyAsync(anew, start, cancellation).ConfigureAwait(false) is not { } fresh) return path;
        RepairPath last = new(fresh, fresh.Judge(goal), [new RepairMove(anew, cause)]);
        return last.CountBroken < path.CountBroken ? last : path;
    }

    private async Task<RepairPath?> NextAsync(RepairPath path, CancellationToken cancellation)
    {
        if (path.Cause is not { } cause) return null;
        RepairPath? better = null;
        foreach (Remedy remedy in cause.Remedies.Where(remedy => remedy is not Remedy.Recreate && !path.Moves.Any(move => move.Remedy == remedy)))
        {
            if (await trial.ApplyAsync(remedy, path.World, cancellation).ConfigureAwait(false) is not { } world) continue;
            RepairPath next = new(world, world.Judge(goal), path.Moves.Add(new RepairMove(remedy, cause)));
            if (!next.IsBroken) return next;

            // Progress is that this cause is gone and nothing else broke; the first such remedy is the one to go on with.
            if (next.CountBroken > path.CountBroken || next.Examination.Findings.Any(finding => finding.Code == cause.Code && finding.Title == cause.Title && finding.Path == cause.Path)) trial.Useless.Add(remedy);
            else better ??= next;
        }

        return better;
    }
}
