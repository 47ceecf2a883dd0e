using System.Collections.Immutable;
using System.Text;
using Assay.Primitives;

namespace Assay.Loading.Musl;

/// <summary>
/// Where musl looks for a library (ldso/dynlink.c <c>load_library</c>, <c>path_open</c>, <c>fixup_rpath</c>): LD_LIBRARY_PATH, then the DT_RUNPATH or else the
/// DT_RPATH of the object and of all that led to it, then the directories of the system. There is no cache.
/// </summary>
internal sealed class MuslSearch
{
    private const int LongestName = 255;
    private const int BufferSize = (2 * LongestName) + 2;

    private readonly MuslFiles files;
    private readonly string? workingDirectory;
    private readonly string libraryPath;
    private readonly string systemPath;
    private readonly string? program;

    /// <summary>Prepares the parts of the search that are the same for all objects.</summary>
    /// <param name="machine">The machine.</param>
    /// <param name="files">Opens files.</param>
    /// <param name="loader">The path of the loader, as PT_INTERP gives it.</param>
    /// <param name="architecture">musl's name of the architecture, which the file with the system's directories carries.</param>
    /// <param name="program">The real path of the program, or null.</param>
    /// <param name="workingDirectory">The directory that relative paths start from, or null when not known.</param>
    public MuslSearch(IMachine machine, MuslFiles files, string loader, string architecture, string? program, string? workingDirectory)
    {
        this.files = files;
        this.program = program;
        this.workingDirectory = workingDirectory;
        libraryPath = machine.EnvironmentVariable("LD_LIBRARY_PATH") ?? "";

        // The prefix is what stands before the directory of the loader: "" for /lib/ld-musl-x86_64.so.1.
        string prefix = PosixPath.Directory(PosixPath.Directory(loader)).TrimEnd('/');
        string list = $"{prefix}/etc/ld-musl-{architecture}.path";
        machine.Look(list, out AccessOutcome outcome);
        systemPath = outcome == AccessOutcome.Missing ? "/lib:/usr/local/lib:/usr/lib" : machine.ReadText(list) ?? "";
    }

    /// <summary>Looks for a file by name.</summary>
    /// <param name="name">The name, without a '/'.</param>
    /// <param name="asker">The object that asks, or null for nobody.</param>
    /// <param name="steps">Receives the steps.</param>
    public MuslFile Find(string name, MuslObject? asker, ImmutableArray<SearchStep>.Builder steps)
    {
        MuslFile last = new() { Path = name, Error = "No such file or directory", IsPassedOver = true, Kind = LoadFailureKind.MissingLibrary, Reason = "no such file" };
        if (Encoding.UTF8.GetByteCount(name) > LongestName) return last;
        if (libraryPath.Length > 0 && Try(libraryPath, "LD_LIBRARY_PATH", name, steps, ref last)) return last;
        for (MuslObject? map = asker; map is not null; map = map.NeededBy)
            if (Paths(map) is { } paths && Try(paths, $"{(map.Image.Runpath is null ? "DT_RPATH" : "DT_RUNPATH")} of {map.Name}", name, steps, ref last)) return last;
        Try(systemPath, "system directory", name, steps, ref last);
        return last;
    }

    /// <summary>Opens a file by path.</summary>
    /// <param name="path">The path as given.</param>
    /// <param name="origin">Why it is opened.</param>
    /// <param name="steps">Receives the step.</param>
    public MuslFile Open(string path, string origin, ImmutableArray<SearchStep>.Builder steps)
    {
        string absolute = path.StartsWith('/') || workingDirectory is null ? path : PosixPath.Join(workingDirectory, path);
        MuslFile file = files.Open(absolute, path);
        steps.Add(new SearchStep(origin, absolute, file.IsOpened ? file.Error is null ? SearchOutcome.Found : SearchOutcome.Rejected : file.Kind == LoadFailureKind.PermissionDenied ? SearchOutcome.Denied : SearchOutcome.Missing, file.Reason));
        return file;
    }

    // True when the search is over: a file was opened, or an error came up that is not passed over.
    private bool Try(string paths, string origin, string name, ImmutableArray<SearchStep>.Builder steps, ref MuslFile last)
    {
        foreach (string element in paths.Split([':', '\n'], StringSplitOptions.RemoveEmptyEntries))
        {
            string path = $"{element}/{name}";
            if (Encoding.UTF8.GetByteCount(path) >= BufferSize) continue;
            last = Open(path, origin, steps);
            if (!last.IsPassedOver) return true;
        }

        return false;
    }

    private string? Paths(MuslObject map)
    {
        string? stored = map.Image.Runpath ?? map.Image.Rpath;
        if (stored is null || !stored.Contains('$', StringComparison.Ordinal)) return stored;

        // One token that is not understood and the whole path is left aside.
        string rest = stored.Replace("$ORIGIN", "", StringComparison.Ordinal).Replace("${ORIGIN}", "", StringComparison.Ordinal);
        if (rest.Contains('$', StringComparison.Ordinal)) return null;
        string? name = map.IsMain ? program : map.Name;
        if (name is null) return null;
        int cut = name.LastIndexOf('/');
        string origin = cut < 0 ? "." : name[..cut];
        return stored.Replace("${ORIGIN}", origin, StringComparison.Ordinal).Replace("$ORIGIN", origin, StringComparison.Ordinal);
    }
}
