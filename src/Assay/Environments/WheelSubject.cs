using System.Collections.Immutable;
using Assay.Packaging;
using Assay.Primitives;
using Assay.Targets;

namespace Assay.Environments;

/// <summary>A wheel, read where it lies: its members stand on a machine of their own as an installer would lay them out, and the interpreter is the one its tag names.</summary>
public sealed class WheelSubject : IDisposable
{
    // What `py3` means where METADATA names no version: the oldest Python that still gets fixes.
    private static readonly PythonVersion OldestKept = new(3, 10);

    private WheelSubject(string path, WheelFilename filename, WheelLayout layout, ArchiveMachine machine, ImmutableArray<string> oddities)
    {
        Path = path;
        Filename = filename;
        Layout = layout;
        Machine = machine;
        Oddities = oddities;
        Platforms = [.. filename.Tags.Select(tag => tag.Platform).Distinct(StringComparer.Ordinal).Select(PlatformTag.Parse)];
        (ImmutableArray<InstalledDistribution> distributions, _) = new EnvironmentBuilder(machine, "/").Distributions([WheelLayout.Site]);

        // RECORD of a wheel has the names inside the archive; what can be imported is what the layout makes of them.
        ImmutableArray<string> installed = [.. layout.Files.Keys.Where(file => file.StartsWith(WheelLayout.Site + "/", StringComparison.Ordinal)).Select(file => file[(WheelLayout.Site.Length + 1)..]).Order(StringComparer.Ordinal)];
        Distributions = [.. distributions.Select(distribution => distribution with { TopLevelModules = TopLevelNames.Of(distribution.Name, installed, null, new HashSet<string>()) })];
        MissingRecorded = [.. Distributions.SelectMany(distribution => distribution.RecordedFiles.Value).Where(file => !layout.Members.Contains(file)).Distinct(StringComparer.Ordinal)];
    }

    /// <summary>The file, absolute.</summary>
    public string Path { get; }

    /// <summary>What its name says.</summary>
    public WheelFilename Filename { get; }

    /// <summary>Where its members go.</summary>
    public WheelLayout Layout { get; }

    /// <summary>The machine that has its members as files, and nothing else.</summary>
    public ArchiveMachine Machine { get; }

    /// <summary>The platforms its name promises, in the order of the name.</summary>
    public ImmutableArray<PlatformTag> Platforms { get; }

    /// <summary>Its distribution; none when it has no <c>.dist-info</c>.</summary>
    public ImmutableArray<InstalledDistribution> Distributions { get; }

    /// <summary>The files that RECORD lists and the archive does not have, as RECORD writes them.</summary>
    public ImmutableArray<string> MissingRecorded { get; }

    /// <summary>What is odd about the archive and its members, one line each, and what was met when members were opened.</summary>
    public IEnumerable<string> Problems => Oddities.Concat(Machine.Problems.Select(problem => $"{Path}: {problem}")).Concat(Distributions.SelectMany(distribution => distribution.Problems));

    /// <summary>The targets that its tags name, the oldest system of each; empty for a wheel for any platform.</summary>
    public ImmutableArray<Target> OwnTargets =>
    [
        .. Platforms.SelectMany(platform => platform.Targets())
            .GroupBy(target => (target.Os, target.Architecture, target.Libc))
            .Select(group => group.OrderBy(target => target.OsVersion ?? target.LibcVersion ?? default).First()),
    ];

    private ImmutableArray<string> Oddities { get; }

    /// <summary>Opens a wheel and reads its directory and metadata.</summary>
    /// <param name="machine">The machine it is on.</param>
    /// <param name="path">The file, absolute.</param>
    /// <param name="outcome">How opening the file ended.</param>
    /// <param name="problem">Why it cannot be examined, one clear line with the path; null when it can.</param>
    public static WheelSubject? Open(IMachine machine, string path, out AccessOutcome outcome, out string? problem)
    {
        ArgumentNullException.ThrowIfNull(machine);
        ArgumentNullException.ThrowIfNull(path);
        outcome = AccessOutcome.Found;
        if (!WheelFilename.TryParse(PosixPath.Name(path), out WheelFilename? filename))
        {
            problem = $"{path}: its name is no name of a wheel; expected NAME-VERSION-PYTHON-ABI-PLATFORM.whl";
            return null;
        }

        ByteSource? source = machine.Open(path, out outcome);
        problem = source is null ? $"{path}: cannot be read" : null;
        if (source is null) return null;
        ZipIndex index = ZipIndex.Read(source);
        if (index.Fault is { } fault)
        {
            source.Dispose();
            problem = $"{path}: {fault}";
            return null;
        }

        WheelLayout layout = WheelLayout.Of(index.Members);
        IEnumerable<string> oddities = index.Problems.Concat(layout.Problems);
        if (layout.MetadataFolders.Length != 1) oddities = oddities.Append(layout.MetadataFolders.IsEmpty ? "has no .dist-info folder; expected one" : $"has {layout.MetadataFolders.Length} .dist-info folders; expected one");
        return new WheelSubject(path, filename, layout, new ArchiveMachine(source, layout.Files), [.. oddities.Select(oddity => $"{path}: {oddity}")]);
    }

    /// <summary>The wheel as the only thing installed for the interpreter that its tag names.</summary>
    /// <param name="target">Where it runs.</param>
    public PythonEnvironment For(Target target) => Imagine(Machine, Filename, Distributions, Distributions is [{ RequiresPython: { } text }, ..] ? text : null, target);

    /// <inheritdoc/>
    public void Dispose() => Machine.Dispose();

    /// <summary>An environment with one wheel in it, for the interpreter that the wheel's tag names.</summary>
    /// <param name="machine">The machine that has the members.</param>
    /// <param name="filename">The name of the wheel.</param>
    /// <param name="distributions">Its distribution.</param>
    /// <param name="requiresPython">Its Requires-Python, or null.</param>
    /// <param name="target">Where it runs.</param>
    internal static PythonEnvironment Imagine(IMachine machine, WheelFilename filename, ImmutableArray<InstalledDistribution> distributions, string? requiresPython, Target target)
    {
        ArgumentNullException.ThrowIfNull(target);
        WheelTag tag = filename.Tags.FirstOrDefault(tag => PlatformTag.Parse(tag.Platform).IsFor(target), filename.Tags[0]);
        string flags = tag.Abi.StartsWith("cp", StringComparison.Ordinal) && tag.Abi.EndsWith('t') ? "t" : "";
        string implementation = tag.Python.StartsWith("pp", StringComparison.Ordinal) ? "pypy" : "cpython";
        return ImaginedPython.Of(machine, VersionOf(tag, requiresPython), implementation, flags, target) with { Distributions = distributions };
    }

    private static PythonVersion VersionOf(WheelTag tag, string? requiresPython)
    {
        if (tag.Python.Length > 3 && tag.Python[..2] is "cp" or "pp" && InterpreterName.Parse("python" + tag.Python[2..]) is { } named) return named.Version;
        VersionSpecifiers specifiers = requiresPython is { } text && VersionSpecifiers.TryParse(text, out VersionSpecifiers? read) ? read : VersionSpecifiers.Any;
        for (int minor = OldestKept.Minor; minor < 40; minor++)
            if (specifiers.Contains($"3.{minor}.99")) return new PythonVersion(3, minor);
        return OldestKept;
    }
}
