using System.Collections.Immutable;
using Assay.Primitives;

namespace Assay.Examination;

/// <summary>A machine some of whose links lead elsewhere: what would be if somebody chose another alternative.</summary>
/// <param name="inner">The machine.</param>
/// <param name="links">The links and where they lead instead; both absolute.</param>
internal sealed class RelinkedMachine(IMachine inner, ImmutableSortedDictionary<string, string> links) : IMachine
{
    // libblas.so.3-x86_64-linux-gnu in /etc/alternatives is reached by libblas.so.3 and by nothing else, so only paths that end so need a second look.
    private readonly ImmutableHashSet<string> names = [.. links.Keys.Select(PosixPath.Name), .. links.Values.Select(PosixPath.Name)];

    public FileFacts? Look(string path, out AccessOutcome outcome) => inner.Look(Resolved(path), out outcome);

    public FileFacts? LookAtLink(string path) => inner.LookAtLink(path);

    public string? ReadLink(string path) => links.TryGetValue(path, out string? target) ? target : inner.ReadLink(path);

    public IReadOnlyList<DirectoryEntry>? List(string path) => inner.List(path);

    public ByteSource? Open(string path, out AccessOutcome outcome) => inner.Open(Resolved(path), out outcome);

    public byte[]? ExtendedAttribute(string path, string name) => inner.ExtendedAttribute(Resolved(path), name);

    public DateOnly? Today => inner.Today;

    public string? EnvironmentVariable(string name) => inner.EnvironmentVariable(name);

    private string Resolved(string path) => names.Contains(PosixPath.Name(path)) ? this.RealPath(path) ?? path : path;
}
