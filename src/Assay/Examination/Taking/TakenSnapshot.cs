using System.Collections.Immutable;
using Assay.Snapshots;
using Assay.Targets;

namespace Assay.Examination.Taking;

/// <summary>A snapshot that was taken and is not written yet.</summary>
public sealed class TakenSnapshot
{
    /// <summary>Why there is none, or null.</summary>
    public SubjectFault? Fault { get; init; }

    /// <summary>What its first line will say; null with a fault.</summary>
    public SnapshotFacts? Facts { get; init; }

    /// <summary>What was found for the machine itself while it was taken; null with a fault.</summary>
    public ExaminationResult? Own { get; init; }

    /// <summary>What was found for the other targets.</summary>
    public ExaminationResult? Others { get; init; }

    internal RecordingMachine? Recorder { get; init; }

    internal SnapshotNotes? Notes { get; init; }

    internal ImmutableArray<Target> Targets { get; init; } = [];

    /// <summary>Writes it.</summary>
    /// <param name="name">The name of the file; its ending says how it is packed.</param>
    /// <param name="personal">What is taken out.</param>
    /// <param name="isShort">False to keep sources and tables whole.</param>
    /// <param name="length">The size of its text in bytes, before packing.</param>
    /// <returns>The content of the file.</returns>
    public byte[] Write(string name, PersonalBytes personal, bool isShort, out long length)
    {
        if (Recorder is null || Facts is null || Notes is null) throw new InvalidOperationException("there is no snapshot to write");
        using MemoryStream text = new();
        new SnapshotWriter(text, personal, isShort, Messages()).Write(Facts, Recorder.Tree, Recorder.Variables, Notes);
        length = text.Length;
        return SnapshotPackings.Pack(text.ToArray(), SnapshotPackings.OfName(name));
    }

    private string Messages() => string.Join('\n', new[] { Own, Others }.OfType<ExaminationResult>().SelectMany(result => result.Targets).SelectMany(target => target.Imports).Select(import => import.Verdict.Message).Distinct(StringComparer.Ordinal));
}
