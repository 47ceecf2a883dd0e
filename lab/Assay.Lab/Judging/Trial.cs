using Assay.Lab.Cases;
using Assay.Lab.Predictors;
using Assay.Lab.Referee;
using Assay.Lab.Trees;

namespace Assay.Lab.Judging;

/// <summary>One case from beginning to end: break, predict, ask reality, put right.</summary>
internal sealed class Trial(Laboratory laboratory, IPredictor predictor, OutcomeCache cache)
{
    // A family may find nothing to do: no note to change, no library to take away. It then tries again with other choices, always the same ones.
    private const int Attempts = 6;

    /// <summary>Judges a case.</summary>
    /// <returns>The result, or null with the reason when the case does not fit its base.</returns>
    public Result? Run(Case item, int worker, out string? reason)
    {
        reason = null;
        CaseTree tree = laboratory.Tree(worker, item.Base.Root);
        for (int attempt = 0; attempt < Attempts; attempt++)
        {
            Scene scene = this.SceneOf(Attempt(item, attempt), tree);
            try
            {
                if (IsLoaderAlone && (item.Base.Kind & (Kinds.Real | Kinds.Host | Kinds.Trixie | Kinds.Slow)) != 0) _ = scene.Trace;
                item.Family.Act(scene);
                if (IsLoaderAlone) scene.Question.Extensions = Extensions(scene);
                return this.Judge(item, scene, tree);
            }
            catch (NotApplicableException error)
            {
                reason = error.Message;
            }
            finally
            {
                if (!KeepTree) this.PutRight(worker, item.Base.Root, tree);
            }
        }

        return null;
    }

    /// <summary>True to leave the tree of the last case as it was broken.</summary>
    public bool KeepTree { get; init; }

    /// <summary>Compares broken environments with the healthy one; null not to.</summary>
    public CauseCheck? Causes { get; init; }

    /// <summary>True when the predictor knows the loader alone and has to be told what the import opens.</summary>
    public bool IsLoaderAlone { get; init; }

    /// <summary>What reality says from now on is not remembered: the processes that say it may be ended from outside.</summary>
    public void Stop() => cache.Close();

    private void PutRight(int worker, string root, CaseTree tree)
    {
        try
        {
            tree.Restore();
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // The next case must not find what this one left.
            Console.Error.WriteLine($"\n{tree.Root} could not be put right and is made anew: {error.Message}");
            laboratory.Discard(worker, root);
        }
    }

    private static List<(string Module, string Path)> Extensions(Scene scene)
    {
        string own = $"{scene.Site}/{scene.Question.Import}.{scene.Base.Tag}.so";
        if (scene.Tree.Exists(own)) return [(scene.Question.Import, own)];
        if ((scene.Base.Kind & (Kinds.Real | Kinds.Host | Kinds.Trixie | Kinds.Slow)) == 0) throw Scene.NotApplicable("no single extension");
        List<string> opened = [.. scene.Trace.Opened.Where(path => path.Contains(".cpython-", StringComparison.Ordinal) || path.EndsWith(".abi3.so", StringComparison.Ordinal))];
        if (opened.Any(path => scene.Tree.Real(path) is not { } real || Directory.Exists(scene.Tree.Host(real)))) throw Scene.NotApplicable("the walk would not come to the loader");
        return [.. opened.Select(path => (Path.GetFileName(path).Split('.')[0], path))];
    }

    private static Case Attempt(Case item, int attempt) => attempt == 0 ? item : item with
    {
        Seed = item.Seed ^ (attempt * 7919),
        Import = item.Base.Imports[(Math.Max(0, item.Base.Imports.ToList().IndexOf(item.Import)) + attempt) % item.Base.Imports.Count],
    };

    private Scene SceneOf(Case item, CaseTree tree)
    {
        BaseEnvironment environment = item.Base.In(tree.Root);
        return new Scene(item, tree, laboratory.Workshop, import => item.Base.Kind.HasFlag(Kinds.Musl) ? MuslTrace(tree, import) : laboratory.Tracer.Of(environment, import, tree));
    }

    private Result Judge(Case item, Scene scene, CaseTree tree)
    {
        Question question = scene.Question;
        string? root = tree.GuestRoot == "/" ? tree.Root : null;
        Prediction prediction = predictor.Predict(question, root);
        Causes?.Run(item, scene);
        string key = OutcomeCache.Key($"{item.Base.Root} {laboratory.Stamp(item.Base.Root)} {(root is null ? tree.Root : "")}", tree.Fingerprint(), question.Text);
        Outcome? outcome = cache.Find(key);
        if (outcome is null) cache.Add(key, outcome = Reality.Ask(question, tree, item.Base.TimeoutSeconds));
        Result result = new()
        {
            Case = item.Id,
            Platform = item.Base.Platform,
            Family = item.Family.Name,
            Base = item.Base.Id,
            Import = question.Import,
            Healthy = item.Family.Healthy,
            What = [.. scene.Notes],
            Question = question.Text,
            Predicted = prediction.Ending,
            PredictedException = prediction.ExceptionType,
            PredictedMessage = prediction.Message,
            PredictedSignal = prediction.Signal,
            Codes = prediction.Codes,
            ErrorCodes = prediction.ErrorCodes,
            Fault = prediction.Fault,
            Actual = outcome.Ending,
            ExitStatus = outcome.ExitStatus,
            Signal = outcome.Signal,
            Exception = outcome.ExceptionType,
            Message = outcome.Message,
        };
        return result.Agrees && result.Actual != Ending.Crashes ? result : result with { Talk = outcome.Talk };
    }

    // musl's loader has no debugging talk. Each import of the probe is one file; what that needs lies in one directory.
    private static Trace MuslTrace(CaseTree tree, string import)
    {
        string file = $"{MuslProbe.Site}/{import}.{MuslProbe.Tag}.so";
        return new Trace([], import == "_psycopg" ? [file, .. tree.List("/usr/lib/python3.11/psycopg2_binary.libs")] : [file]);
    }
}
