using System.Collections.Immutable;
using Assay.Primitives;

namespace Assay.Loading.Glibc;

/// <summary>One search while it is under way.</summary>
/// <param name="name">The name asked for.</param>
internal sealed class SearchRun(string name)
{
    private readonly ImmutableArray<SearchStep>.Builder steps = ImmutableArray.CreateBuilder<SearchStep>();
    private VerifiedFile? taken;
    private VerifiedFile? closest;
    private string? closestPath;
    private string takenPath = "";
    private string takenFile = "";
    private bool sawOtherClass;

    /// <summary>The name asked for.</summary>
    public string Name => name;

    /// <summary>The error number the last attempt left behind; null as long as nothing was attempted in vain.</summary>
    public AccessOutcome? Error { get; private set; }

    /// <summary>What the search has come to.</summary>
    public SearchResult Result => new()
    {
        Name = name,
        File = taken,
        Path = takenPath,
        AbsolutePath = takenFile,
        Closest = closest,
        ClosestPath = closestPath,
        SawOtherClass = sawOtherClass,
        Error = Error,
        Steps = steps.ToImmutable(),
    };

    /// <summary>Notes a step.</summary>
    /// <param name="step">The step.</param>
    public void Add(SearchStep step) => steps.Add(step);

    /// <summary>Notes a step that does not apply.</summary>
    /// <param name="origin">The step.</param>
    /// <param name="reason">Why it does not apply.</param>
    public void Skip(string origin, string reason) => steps.Add(new SearchStep(origin, null, SearchOutcome.Skipped, reason));

    /// <summary>Notes what became of a candidate.</summary>
    /// <param name="file">The candidate.</param>
    /// <param name="path">Its path as messages print it.</param>
    /// <param name="absolutePath">Its path on the machine.</param>
    /// <param name="origin">Why it was tried.</param>
    /// <returns>True when the search is over.</returns>
    public bool Take(VerifiedFile file, string path, string absolutePath, string origin)
    {
        steps.Add(new SearchStep(origin, absolutePath, file.Outcome, file.Reason));
        if (file.Acceptance == Acceptance.PassedOver)
        {
            sawOtherClass |= file.IsOtherClass;
            Error = file.Error;
            if (file.Outcome <= (closest?.Outcome ?? SearchOutcome.Missing)) return false;
            closest = file;
            closestPath = absolutePath;
            return false;
        }

        taken = file;
        takenPath = path;
        takenFile = absolutePath;
        return true;
    }
}
