namespace Assay.Primitives;

/// <summary>
/// A foreign root directory seen as a machine of its own, as <c>chroot</c> would: absolute links stay inside the root, ".." does not lead out of it.
/// </summary>
/// <param name="host">The machine that holds the directory.</param>
/// <param name="root">The directory that plays "/", absolute on the host.</param>
/// <param name="environment">The process environment on the foreign machine; nothing of the host's leaks in.</param>
public sealed class RootedMachine(IMachine host, string root, IReadOnlyDictionary<string, string>? environment = null) : IMachine
{
    private readonly string prefix = root.TrimEnd('/');

    /// <inheritdoc/>
    public FileFacts? Look(string path, out AccessOutcome outcome)
    {
        string? resolved = this.RealPath(path);
        if (resolved is null)
        {
            outcome = AccessOutcome.LinkLoop;
            return null;
        }

        if (ClimbsOutOfNothing(path))
        {
            outcome = AccessOutcome.Missing;
            return null;
        }

        return host.Look(prefix + resolved, out outcome);
    }

    /// <inheritdoc/>
    public FileFacts? LookAtLink(string path) => Parent(path) is { } inside ? host.LookAtLink(inside) : null;

    /// <inheritdoc/>
    public string? ReadLink(string path) =>
        // RealPath asks for one component after another, always with a parent that is resolved already.
        host.ReadLink(prefix + path);

    /// <inheritdoc/>
    public IReadOnlyList<DirectoryEntry>? List(string path) => this.RealPath(path) is { } resolved ? host.List(prefix + resolved) : null;

    /// <inheritdoc/>
    public ByteSource? Open(string path, out AccessOutcome outcome)
    {
        string? resolved = this.RealPath(path);
        if (resolved is null)
        {
            outcome = AccessOutcome.LinkLoop;
            return null;
        }

        if (ClimbsOutOfNothing(path))
        {
            outcome = AccessOutcome.Missing;
            return null;
        }

        return host.Open(prefix + resolved, out outcome);
    }

    /// <inheritdoc/>
    public byte[]? ExtendedAttribute(string path, string name) => this.RealPath(path) is { } resolved && !ClimbsOutOfNothing(path) ? host.ExtendedAttribute(prefix + resolved, name) : null;

    /// <inheritdoc/>
    public DateOnly? Today => host.Today;

    /// <inheritdoc/>
    public string? EnvironmentVariable(string name) => environment is not null && environment.TryGetValue(name, out string? value) ? value : null;

    // "/opt/absent/../present" is not there for the kernel, although textually it could be.
    private bool ClimbsOutOfNothing(string path)
    {
        for (int at = 0; (at = path.IndexOf("/..", at, StringComparison.Ordinal)) >= 0; at += 3)
        {
            if (at == 0 || (at + 3 < path.Length && path[at + 3] != '/')) continue;
            if (this.RealPath(path[..at]) is not { } before || host.Look(prefix + before, out _)?.Kind != FileKind.Directory) return true;
        }

        return false;
    }

    private string? Parent(string path) => this.RealPath(PosixPath.Directory(path)) is { } parent ? prefix + PosixPath.Join(parent, PosixPath.Name(path)) : null;
}
