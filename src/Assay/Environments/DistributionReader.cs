using System.Collections.Immutable;
using Assay.Packaging;
using Assay.Primitives;

namespace Assay.Environments;

/// <summary>Finds and reads the installed distributions of one directory on <c>sys.path</c> (PEP 376; <c>importlib.metadata</c>'s <c>MetadataPathFinder</c>).</summary>
internal sealed class DistributionReader(IMachine machine)
{
    private const int LargestRecord = 64 << 20;
    private const int LargestSmallFile = 1 << 20;
    private const int FewDistributions = 16;

    /// <summary>Metadata headers beyond this are cut: the largest seen, with every requirement of an "all" extra, has 60 KB.</summary>
    private const int LargestHeaders = 4 << 20;

    /// <summary>What the directory holds.</summary>
    /// <param name="location">The directory, absolute.</param>
    /// <param name="distributions">The distributions are added here, in the order of their names.</param>
    /// <param name="interrupted">Left-over directories of interrupted installations are added here.</param>
    public void Read(string location, List<InstalledDistribution> distributions, List<string> interrupted)
    {
        if (machine.List(location) is not { } entries) return;
        List<DirectoryEntry> found = [];
        HashSet<string>? names = null;
        foreach (DirectoryEntry entry in entries)
        {
            // pip renames what it replaces to ~ and the rest of the name; what is left over is from an interruption (pip/_internal/utils/temp_dir.py, AdjacentTempDirectory).
            if (entry.Name.StartsWith('~') && entry.Kind == FileKind.Directory)
            {
                interrupted.Add(PosixPath.Join(location, entry.Name));
                continue;
            }

            if (entry.Name.EndsWith(".dist-info", StringComparison.OrdinalIgnoreCase) || entry.Name.EndsWith(".egg-info", StringComparison.OrdinalIgnoreCase)) found.Add(entry);
        }

        if (found.Count == 0) return;
        found.Sort((left, right) => string.CompareOrdinal(left.Name, right.Name));
        names = [.. entries.Select(entry => entry.Name)];
        InstalledDistribution[] read = new InstalledDistribution[found.Count];

        // A small file is mostly the wait for it: several at once are read in a fraction of the time.
        if (found.Count < FewDistributions) for (int number = 0; number < read.Length; number++) read[number] = ReadOne(location, found[number], names);
        else Parallel.For(0, read.Length, number => read[number] = ReadOne(location, found[number], names));
        distributions.AddRange(read);
    }

    private InstalledDistribution ReadOne(string location, DirectoryEntry entry, HashSet<string> names)
    {
        string path = PosixPath.Join(location, entry.Name);
        List<string> problems = [];
        bool isWheel = entry.Name.EndsWith(".dist-info", StringComparison.OrdinalIgnoreCase);
        bool isFile = entry.Kind == FileKind.File || (entry.Kind == FileKind.Link && machine.IsFile(path));
        string metadata = isFile ? path : PosixPath.Join(path, isWheel ? "METADATA" : "PKG-INFO");
        CoreMetadata? headers = Headers(metadata, problems);
        string stem = entry.Name[..entry.Name.LastIndexOf('.')];
        int dash = stem.IndexOf('-', StringComparison.Ordinal);
        string name = headers?.First("Name") is { Length: > 0 } named ? named : dash < 0 ? stem : stem[..dash];
        string version = headers?.First("Version") is { Length: > 0 } written ? written : dash < 0 ? "" : stem[(dash + 1)..].Split("-py")[0];
        ImmutableArray<string> requirements = headers is null ? [] : [.. headers.All("Requires-Dist")];
        if (requirements.IsEmpty && !isFile && !isWheel && machine.ReadText(PosixPath.Join(path, "requires.txt"), LargestSmallFile) is { } eggRequirements)
            requirements = EggRequirements.Convert(eggRequirements);
        Lazy<RecordFacts> record = new(() => isFile ? RecordFacts.None : ReadRecord(path));
        return new InstalledDistribution
        {
            Name = name,
            NormalizedName = PackageName.Normalize(name),
            Version = version,
            MetadataPath = path,
            Location = location,
            InstallerSource = new Lazy<string?>(() => !isWheel ? null : FirstLine(PosixPath.Join(path, "INSTALLER"))),
            WheelTagSource = new Lazy<ImmutableArray<string>>(() => !isWheel || Headers(PosixPath.Join(path, "WHEEL"), null) is not { } wheel ? [] : [.. wheel.All("Tag")]),
            Requirements = requirements,
            RequiresPython = headers?.First("Requires-Python"),
            TopLevelModuleSource = new Lazy<ImmutableArray<string>>(() =>
                (isFile || record.IsValueCreated ? null : QuickNames(path)) ?? TopLevelNames.Of(name, record.Value.Files, isFile ? null : machine.ReadText(PosixPath.Join(path, "top_level.txt"), LargestSmallFile), names)),
            RecordedFiles = new Lazy<ImmutableArray<string>>(() => record.Value.Files),
            Record = new Lazy<ImmutableArray<WheelRecordEntry>>(() => record.Value.Entries),
            RecordProblems = new Lazy<ImmutableArray<string>>(() => record.Value.Problems),
            Problems = [.. problems],
        };
    }

    // Most questions about RECORD are which names it brings; its lines need not be taken apart for that.
    private ImmutableArray<string>? QuickNames(string path) =>
        machine.ReadWhole(PosixPath.Join(path, "RECORD"), LargestRecord) is { } bytes && TopLevelNames.OfRecord(bytes) is { Count: > 0 } names ? [.. names] : null;

    private RecordFacts ReadRecord(string path)
    {
        string file = PosixPath.Join(path, "RECORD");
        if (machine.ReadText(file, LargestRecord) is not { } text)
        {
            if (machine.Look(file, out _) is not null) return new RecordFacts([], [], [$"{file}: cannot be read"]);

            // setuptools' "install --single-version-externally-managed" writes paths relative to the .egg-info directory.
            if (machine.ReadText(PosixPath.Join(path, "installed-files.txt"), LargestRecord) is not { } installed) return RecordFacts.None;
            string own = PosixPath.Name(path);
            return new RecordFacts([.. installed.Split('\n').Select(line => line.Trim()).Where(line => line.Length > 0).Select(line => PosixPath.Normalize(PosixPath.Join(own, line)))], [], []);
        }

        List<WheelRecordEntry> entries = WheelRecord.Read(text, out int bad);
        return new RecordFacts([.. entries.Select(entry => entry.Path)], [.. entries], bad == 0 ? [] : [$"{file}: {bad} lines are no RECORD entries (path,hash,size)"]);
    }

    /// <summary>Reads headers without what follows them; a long description is never read.</summary>
    private CoreMetadata? Headers(string path, List<string>? problems)
    {
        using ByteSource? source = machine.Open(path, out AccessOutcome outcome);
        if (source is null)
        {
            problems?.Add(outcome == AccessOutcome.Missing ? $"{path}: is missing" : $"{path}: cannot be read");
            return null;
        }

        int wanted = 4096;
        while (true)
        {
            byte[] bytes = source.ReadUpTo(0, wanted);
            int length = CoreMetadata.HeaderLength(bytes);
            if (length < 0 && bytes.Length == wanted && wanted < LargestHeaders)
            {
                wanted *= 8;
                continue;
            }

            ReadOnlySpan<byte> head = length < 0 ? bytes : bytes.AsSpan(0, length);
            if (head.Contains((byte)0)) problems?.Add($"{path}: is no text");
            else if (!System.Text.Unicode.Utf8.IsValid(head)) problems?.Add($"{path}: is not UTF-8; read as Latin-1");
            CoreMetadata headers = new(TextDecoding.Utf8OrLatin1(head));
            if (headers.First("Name") is null) problems?.Add($"{path}: has no Name header");
            return headers;
        }
    }

    private string? FirstLine(string path) => machine.ReadText(path, LargestSmallFile)?.Split('\n')[0].Trim() is { Length: > 0 } line ? line : null;

    private sealed record RecordFacts(ImmutableArray<string> Files, ImmutableArray<WheelRecordEntry> Entries, ImmutableArray<string> Problems)
    {
        public static RecordFacts None { get; } = new([], [], []);
    }
}
