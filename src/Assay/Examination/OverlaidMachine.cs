using System.Collections.Immutable;
using Assay.Primitives;

namespace Assay.Examination;

/// <summary>A machine whose process environment is another: variables are set or unset, and those of the host can be kept out.</summary>
/// <param name="inner">The machine.</param>
/// <param name="variables">Variables that are set, or unset by a null value.</param>
/// <param name="inherits">False when nothing of the inner machine's own process environment is to be seen.</param>
internal sealed class OverlaidMachine(IMachine inner, ImmutableSortedDictionary<string, string?> variables, bool inherits) : IMachine
{
    public FileFacts? Look(string path, out AccessOutcome outcome) => inner.Look(path, out outcome);

    public FileFacts? LookAtLink(string path) => inner.LookAtLink(path);

    public string? ReadLink(string path) => inner.ReadLink(path);

    public IReadOnlyList<DirectoryEntry>? List(string path) => inner.List(path);

    public ByteSource? Open(string path, out AccessOutcome outcome) => inner.Open(path, out outcome);

    public byte[]? ExtendedAttribute(string path, string name) => inner.ExtendedAttribute(path, name);

    public DateOnly? Today => inner.Today;

    public string? EnvironmentVariable(string name) =>
        variables.TryGetValue(name, out string? value) ? value : inherits ? inner.EnvironmentVariable(name) : null;
}
