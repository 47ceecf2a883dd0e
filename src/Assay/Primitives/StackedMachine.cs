using System.Collections.Immutable;

namespace Assay.Primitives;

/// <summary>Several machines seen as one: of two files at one place the one of the first machine counts, and directories have the entries of all.</summary>
/// <param name="machines">The machines.</param>
internal sealed class StackedMachine(ImmutableArray<IMachine> machines) : IMachine
{
    public FileFacts? Look(string path, out AccessOutcome outcome)
    {
        outcome = AccessOutcome.Missing;
        for (int i = 0; i < machines.Length; i++)
        {
            FileFacts? facts = machines[i].Look(path, out AccessOutcome own);
            if (facts is not null)
            {
                outcome = own;

                // The same number in two archives is not the same file.
                return facts with { Identity = new FileIdentity(facts.Identity.Device + ((ulong)(i + 1) << 8), facts.Identity.Inode) };
            }

            if (own != AccessOutcome.Missing) outcome = own;
        }

        return null;
    }

    public FileFacts? LookAtLink(string path) => Look(path, out _);

    public string? ReadLink(string path) => null;

    public IReadOnlyList<DirectoryEntry>? List(string path)
    {
        List<DirectoryEntry>? entries = null;
        HashSet<string> seen = new(StringComparer.Ordinal);
        foreach (IMachine machine in machines)
        {
            if (machine.List(path) is not { } own) continue;
            entries ??= [];
            entries.AddRange(own.Where(entry => seen.Add(entry.Name)));
        }

        return entries;
    }

    public ByteSource? Open(string path, out AccessOutcome outcome)
    {
        outcome = AccessOutcome.Missing;
        foreach (IMachine machine in machines)
        {
            if (machine.Open(path, out AccessOutcome own) is { } source)
            {
                outcome = own;
                return source;
            }

            if (own != AccessOutcome.Missing) outcome = own;
        }

        return null;
    }

    public string? EnvironmentVariable(string name) => null;
}
