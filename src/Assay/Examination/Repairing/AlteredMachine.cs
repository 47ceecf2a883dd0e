using System.Collections.Concurrent;
using System.Collections.Immutable;
using Assay.Packaging;
using Assay.Primitives;

namespace Assay.Examination.Repairing;

/// <summary>A machine as it would be after files were removed and wheels were laid into a site directory. Nothing is written; what was not changed is read from the machine below.</summary>
/// <param name="inner">The machine as it is.</param>
/// <param name="removed">Files and whole directories that would be gone, absolute, all links followed.</param>
/// <param name="added">The site directory (absolute, links followed) and the machine of each wheel that would be in it, the later one winning.</param>
internal sealed class AlteredMachine(IMachine inner, ImmutableHashSet<string> removed, ImmutableArray<(string Site, IMachine Wheel)> added) : IMachine
{
    // Archives number their files from one; the devices of real systems stay far below.
    private const ulong FirstDevice = 1UL << 48;

    private readonly ConcurrentDictionary<string, string> directories = new(StringComparer.Ordinal);

    public FileFacts? Look(string path, out AccessOutcome outcome)
    {
        string real = Real(path);
        outcome = AccessOutcome.Missing;
        FileFacts? below = IsRemoved(real) ? null : inner.Look(path, out outcome);
        for (int number = added.Length - 1; number >= 0; number--)
        {
            if (Inside(real, added[number].Site) is not { } member || added[number].Wheel.Look(member, out _) is not { } facts) continue;

            // A directory that is there already is not made anew.
            if (facts.Kind == FileKind.Directory && below?.Kind == FileKind.Directory) break;
            outcome = AccessOutcome.Found;
            return facts with { Identity = new FileIdentity(FirstDevice + (ulong)number, facts.Identity.Inode + ((ulong)facts.Identity.Device << 32)) };
        }

        return below;
    }

    public FileFacts? LookAtLink(string path)
    {
        string real = Real(path);
        return IsAdded(real) ? Look(path, out _) : IsRemoved(real) ? null : inner.LookAtLink(path);
    }

    public string? ReadLink(string path)
    {
        string real = Real(path);
        return IsAdded(real) || IsRemoved(real) ? null : inner.ReadLink(path);
    }

    public IReadOnlyList<DirectoryEntry>? List(string path)
    {
        string real = Real(path);
        List<DirectoryEntry>? entries = IsRemoved(real) || inner.List(path) is not { } own ? null : [.. own.Where(entry => !IsRemoved(PosixPath.Join(real, entry.Name)))];
        for (int number = added.Length - 1; number >= 0; number--)
        {
            if (Inside(real, added[number].Site) is not { } member || added[number].Wheel.List(member) is not { } more) continue;
            entries ??= [];
            HashSet<string> known = [.. entries.Select(entry => entry.Name)];
            entries.AddRange(more.Where(entry => known.Add(entry.Name)));
        }

        return entries;
    }

    public ByteSource? Open(string path, out AccessOutcome outcome)
    {
        string real = Real(path);
        for (int number = added.Length - 1; number >= 0; number--)
            if (Inside(real, added[number].Site) is { } member && added[number].Wheel.IsFile(member)) return added[number].Wheel.Open(member, out outcome);
        outcome = AccessOutcome.Missing;
        return IsRemoved(real) ? null : inner.Open(path, out outcome);
    }

    public byte[]? ExtendedAttribute(string path, string name)
    {
        string real = Real(path);
        return IsAdded(real) || IsRemoved(real) ? null : inner.ExtendedAttribute(path, name);
    }

    public DateOnly? Today => inner.Today;

    public string? EnvironmentVariable(string name) => inner.EnvironmentVariable(name);

    private bool IsAdded(string real) => added.Any(one => Inside(real, one.Site) is { } member && one.Wheel.IsFile(member));

    private bool IsRemoved(string real)
    {
        if (removed.IsEmpty) return false;
        for (string path = real; path.Length > 1; path = PosixPath.Directory(path))
            if (removed.Contains(path)) return true;
        return false;
    }

    // The same directory has several names: lib64 of an environment is a link to lib. The last name of a path is not followed: it may be what is removed.
    private string Real(string path)
    {
        string plain = PosixPath.Normalize(path), directory = PosixPath.Directory(plain);
        return plain.Length <= 1 ? plain : PosixPath.Join(directories.GetOrAdd(directory, name => inner.RealPath(name) ?? name), PosixPath.Name(plain));
    }

    private static string? Inside(string real, string site) =>
        real.Length == site.Length && real == site ? WheelLayout.Site
        : real.Length > site.Length && real[site.Length] == '/' && real.StartsWith(site, StringComparison.Ordinal) ? WheelLayout.Site + real[site.Length..]
        : null;
}
