using System.Collections.Immutable;
using Assay.Examination;
using Assay.Examination.Verifying;
using Assay.Primitives;
using Assay.Verification.Importing;

namespace Assay.Repairs;

/// <summary>Lets the new environment make the imports that are asked for, and fit a regression where it has scikit-learn, before it takes anybody's place.</summary>
/// <param name="order">What is wanted.</param>
/// <param name="places">Where it is.</param>
/// <param name="machine">This machine.</param>
internal sealed class NewEnvironmentCheck(RepairOrder order, RepairPlaces places, IMachine machine)
{
    private const string Learner = "sklearn";
    private readonly List<string> notes = [];

    /// <summary>What it imported, as far as it came to that.</summary>
    public VerificationResult? Result { get; private set; }

    /// <summary>What else is to be known.</summary>
    public IReadOnlyList<string> Notes => notes;

    /// <summary>Makes the imports.</summary>
    /// <param name="log">What notes them.</param>
    /// <param name="stop">When the user stops it.</param>
    /// <returns>Why the environment is not good enough, or null.</returns>
    public string? Run(HostRepairLog log, CancellationToken stop)
    {
        bool isExtra = !order.Imports.Any(name => name == Learner || name.StartsWith(Learner + ".", StringComparison.Ordinal)) && HasLearner();
        ImmutableArray<string> imports = [.. order.Imports.IsEmpty ? ["sys"] : order.Imports, .. isExtra ? [Learner] : Array.Empty<string>()];

        // What another Python's variables would put before the environment's own modules says nothing about it.
        ExaminationRequest examination = new()
        {
            Subject = places.New,
            Imports = imports,
            Variables = ImmutableSortedDictionary<string, string?>.Empty.Add("PYTHONPATH", null).Add("PYTHONHOME", null),
        };
        if (Verifier.Prepare(new VerificationRequest(examination), machine, out string? problem) is not { } plan) return problem;
        try
        {
            Result = Verifier.Run(plan, import =>
            {
                log.Say($"import {import.Import}: {Words(import.Outcome)}");
                HostRepairStop.AwaitBehind(stop, import.Outcome.Signal);
                stop.ThrowIfCancellationRequested();
            });
        }
        catch (AggregateException) when (stop.IsCancellationRequested)
        {
            return "";
        }

        foreach (ImportVerification import in Result.Imports.Where(import => !import.Outcome.IsSound))
        {
            if (!isExtra || import.Import != Learner) return $"the new environment does not import {import.Import}: {Words(import.Outcome)}";
            notes.Add($"the new environment has scikit-learn and does not import it, which was not asked for: {Words(import.Outcome)}");
        }

        return null;
    }

    private static string Words(ImportOutcome outcome) => outcome switch
    {
        { IsSound: true, Example: { } example } => $"imported, and fits {example.Text}",
        { IsSound: true } => "imported",
        { Exception: { } exception } => $"{exception.TypeName}: {exception.Message}",
        { ExampleFailure: { } failure } => $"the regression raises {failure.TypeName}: {failure.Message}",
        { Afterwards: { } afterwards } => $"imported, and then {Words(afterwards)}",
        { Signal: { } signal } => $"it dies of {signal}",
        { Kind: ImportOutcomeKind.Hung } => "it does not end",
        { Kind: ImportOutcomeKind.NotStarted } => outcome.Reason,
        { Example.IsRight: false } => "the regression gives wrong numbers",
        _ => $"it ends with status {outcome.Status}",
    };

    private bool HasLearner() => (machine.List(places.New + "/lib") ?? []).Any(entry => machine.IsFile($"{places.New}/lib/{entry.Name}/site-packages/{Learner}/__init__.py"));
}
