using System.Collections.Concurrent;
using Assay.Examination;
using Assay.Examination.Taking;
using Assay.Lab.Referee;
using Assay.Primitives;
using Assay.Snapshots;

namespace Assay.Lab.Predictors;

/// <summary>
/// Asks the library twice: about the environment itself, and about a snapshot of it that was written out and read back. The two must say the same, word for word. The probe that stands in for
/// Python with musl is no environment, and no snapshot is taken of it.
/// </summary>
internal sealed class SnapshotPredictor : IPredictor
{
    private readonly LibraryPredictor live = new();
    private readonly ConcurrentQueue<string> differences = new();
    private int compared;
    private int whole;

    /// <summary>How many snapshots were judged.</summary>
    public int Compared => compared;

    /// <summary>How many of them had to be kept whole.</summary>
    public int Whole => whole;

    /// <summary>What a snapshot said otherwise, one line each.</summary>
    public IReadOnlyCollection<string> Differences => differences;

    public Prediction Predict(Question question, string? root)
    {
        Prediction expected = live.Predict(question, root);
        if (question.IsProbe || expected.Fault is not null) return expected;
        Prediction found;
        try
        {
            found = FromSnapshot(LibraryPredictor.Request(question, root), Text(expected));
        }
#pragma warning disable CA1031 // Whatever it throws is the answer: a fault in Assay, to be listed like any other.
        catch (Exception error)
#pragma warning restore CA1031
        {
            found = Prediction.Faulty(error.ToString());
        }

        Interlocked.Increment(ref compared);
        if (Text(found) != Text(expected)) differences.Enqueue($"{question.Text}: the snapshot says {Text(found)}; the environment {Text(expected)}");
        return expected;
    }

    // As the program does it: what is left out because nothing looked at it is not left out where it makes a difference.
    private Prediction FromSnapshot(ExaminationRequest request, string expected)
    {
        TakenSnapshot taken = SnapshotTaker.Take(request, new HostMachine(request.Variables), "lab", takesOthers: false);
        if (taken.Fault is { } fault) return Prediction.Faulty(fault.Message);
        Prediction found = Judge(taken, request, isShort: true);
        if (Text(found) == expected) return found;
        Interlocked.Increment(ref whole);
        return Judge(taken, request, isShort: false);
    }

    private static Prediction Judge(TakenSnapshot taken, ExaminationRequest request, bool isShort)
    {
        MemoryMachine machine = new();
        machine.AddFile("/case.jsonl", taken.Write("case.jsonl", new PersonalBytes(null, [], []), isShort, out _));
        ExaminationResult result = Examiner.Run(new ExaminationRequest { Subject = "/case.jsonl", Targets = request.Targets }, machine);
        return result.Fault is { } refusal ? Prediction.Faulty(refusal.Message) : LibraryPredictor.Read(result);
    }

    private static string Text(Prediction prediction) =>
        $"{prediction.Ending} {prediction.ExceptionType} {prediction.Signal} {prediction.Message} [{string.Join(' ', prediction.Codes)}] errors [{string.Join(' ', prediction.ErrorCodes)}] {prediction.Fault}".Replace("\n", "\\n", StringComparison.Ordinal);
}
