using Assay.Primitives;

namespace Assay.Snapshots;

/// <summary>An environment as it was: what a judge needs of it, on any machine.</summary>
public sealed class Snapshot
{
    internal Snapshot(SnapshotFacts facts, SnapshotTree tree, IReadOnlyDictionary<string, string?> variables, SnapshotNotes notes)
    {
        Facts = facts;
        Tree = tree;
        Variables = variables;
        Notes = notes;
        Machine = new SnapshotMachine(tree, variables, facts.Day);
    }

    /// <summary>Of what it was taken.</summary>
    public SnapshotFacts Facts { get; }

    /// <summary>The machine it was taken of, as far as the snapshot holds it; what it does not hold throws <see cref="NotRecordedException"/>.</summary>
    public IMachine Machine { get; }

    /// <summary>What was found out about the code for the processor of that machine.</summary>
    public NoteStore Notes { get; }

    internal SnapshotTree Tree { get; }

    internal IReadOnlyDictionary<string, string?> Variables { get; }
}
