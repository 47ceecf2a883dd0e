using System.Collections.Concurrent;
using Assay.Comparison;
using Assay.Diagnostics;
using Assay.Examination;
using Assay.Lab.Cases;
using Assay.Lab.Predictors;
using Assay.Lab.Referee;
using Assay.Lab.Trees;
using Assay.Primitives;

namespace Assay.Lab.Judging;

/// <summary>
/// Sets each broken environment beside the healthy one it was made from. Where one finding explains that an import does not work any more, the cause that is named first has to be
/// something the family has really changed.
/// </summary>
/// <param name="laboratory">Where the trees are.</param>
internal sealed class CauseCheck(Laboratory laboratory)
{
    // A worker that breaks nothing: its trees stay as they were made.
    private const int Healthy = -1;

    private readonly Lock making = new();
    private readonly ConcurrentQueue<string> wrong = new();
    private int compared;

    /// <summary>How many were compared.</summary>
    public int Compared => compared;

    /// <summary>Where another cause was named first, one line each.</summary>
    public IReadOnlyCollection<string> Wrong => wrong;

    /// <summary>Compares one.</summary>
    /// <param name="item">The case.</param>
    /// <param name="scene">The scene after the family has acted.</param>
    public void Run(Case item, Scene scene)
    {
        if (item.Family.Healthy || scene.Question.IsProbe) return;
        CaseTree tree = scene.Tree, sound;
        lock (making) sound = laboratory.Tree(Healthy, item.Base.Root);
        Scene untouched = new(item with { Import = scene.Question.Import }, sound, laboratory.Workshop, _ => throw Scene.NotApplicable("a healthy tree is not traced"));
        ExaminationRequest before = Request(untouched.Question, sound), after = Request(scene.Question, tree);
        ComparisonResult result = Comparer.Run(before, new HostMachine(before.Variables), after, new HostMachine(after.Variables));
        if (result.Imports is not [{ Before.Kind: VerdictKind.Imports, After: { } verdict, IsWorse: true } import]) return;
        string[] changed = [.. scene.Question.Variables.Where(pair => !untouched.Question.Variables.TryGetValue(pair.Key, out string? value) || value != pair.Value).Select(pair => pair.Key)];

        // Where the import was asked from another directory, nothing in the environment is another.
        bool isElsewhere = scene.Question.WorkingDirectory != untouched.Question.WorkingDirectory && item.Base.Root != "host";
        if (import.Finding is null || verdict.Findings.Distinct().Except(["A604"]).Count() != 1 || isElsewhere || (tree.Touched.Count == 0 && changed.Length == 0)) return;
        Interlocked.Increment(ref compared);
        if (import.Causes is not [{ } cause, ..] || !IsTrue(cause, tree, changed))
            wrong.Enqueue($"{item.Id} ({string.Join("; ", scene.Notes)}): {import.Finding.Code}, named first: {(import.Causes.IsEmpty ? "nothing" : import.Causes[0].Name)}; really changed: {string.Join(", ", tree.Changes().Concat(changed).Take(4))}");
    }

    private static ExaminationRequest Request(Question question, CaseTree tree) => LibraryPredictor.Request(question, tree.GuestRoot == "/" ? tree.Root : null);

    private static bool IsTrue(Difference cause, CaseTree tree, string[] changed)
    {
        if (cause.Kind == DifferenceKind.Variable) return changed.Contains(cause.Name);
        if (!cause.Name.StartsWith('/')) return false;
        string named = tree.Host(cause.Name);
        return tree.Touched.Any(path => path == named || path.StartsWith(named + "/", StringComparison.Ordinal) || named.StartsWith(path + "/", StringComparison.Ordinal));
    }
}
