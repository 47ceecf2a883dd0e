using Assay.Environments;
using Assay.Packaging.Locking;
using Assay.Primitives;
using Assay.Snapshots;

namespace Assay.Examination;

/// <summary>From a path to an environment, or to the one clear line on why there is none.</summary>
internal static class Subject
{
    public static (PythonEnvironment? Environment, SubjectFault? Fault) Find(ExaminationRequest request, IMachine machine)
    {
        if (request.Subject is { } named && KindOf(named, machine) is var kind && kind != SubjectKind.Environment)
            return (null, new SubjectFault(SubjectFaultKind.NotSupported, kind == SubjectKind.Requirements && LockReader.KindOf(named) == LockKind.Requirements
                ? $"{named}: asks for projects, and an index decides what is installed; `assay resolve -r {PosixPath.Name(named)}` says what that is"
                : $"{named}: is a {Name(kind)}, which this version does not examine; expected an environment directory, a Python interpreter, a wheel or a lock file"));

        EnvironmentSearchResult found = request.Subject is { } path ? EnvironmentDiscovery.Find(machine, path, request.WorkingDirectory)
            : request.Root is null ? EnvironmentDiscovery.FindDefault(machine, request.WorkingDirectory)
            : DefaultOfRoot(machine);
        return found.IsFound ? (found.Environment, null) : (null, new SubjectFault(Translate(found.Problem.Kind), Line(found.Problem)));
    }

    // Nobody stands in a foreign root, so nothing is activated there: its system Python is meant.
    private static EnvironmentSearchResult DefaultOfRoot(IMachine machine)
    {
        foreach (string prefix in (ReadOnlySpan<string>)["/usr", "/usr/local"])
        {
            EnvironmentSearchResult result = EnvironmentDiscovery.Find(machine, prefix);
            if (result.IsFound) return result;
        }

        return EnvironmentDiscovery.FindDefault(machine);
    }

    /// <summary>What a path leads to, as its name and its kind of file tell.</summary>
    public static SubjectKind KindOf(string path, IMachine machine)
    {
        string name = PosixPath.Name(path).ToLowerInvariant();
        if (machine.IsFile(path))
        {
            return name.EndsWith(".whl", StringComparison.Ordinal) ? SubjectKind.Wheel
                : LockReader.KindOf(path) is { } format ? format is LockKind.Requirements or LockKind.CondaEnvironment ? SubjectKind.Requirements : SubjectKind.Lock
                : SnapshotPackings.IsSnapshot(name) ? SubjectKind.Snapshot
                : SubjectKind.Environment;
        }

        // Wheels lie loose in a directory; an environment has packages, which are directories themselves.
        return machine.List(path) is { Count: > 0 } entries && entries.All(entry => entry.Kind != FileKind.Directory) && entries.Any(entry => entry.Name.EndsWith(".whl", StringComparison.OrdinalIgnoreCase))
            ? SubjectKind.WheelDirectory
            : SubjectKind.Environment;
    }

    private static string Name(SubjectKind kind) => kind switch
    {
        SubjectKind.WheelDirectory => "directory of wheels",
        SubjectKind.Lock => "lock file",
        SubjectKind.Snapshot => "snapshot",
        _ => "requirements file",
    };

    private static SubjectFaultKind Translate(EnvironmentProblemKind kind) => kind switch
    {
        EnvironmentProblemKind.NotFound => SubjectFaultKind.NotFound,
        EnvironmentProblemKind.Unreadable or EnvironmentProblemKind.LinkLoop => SubjectFaultKind.Unreadable,
        EnvironmentProblemKind.NothingFound => SubjectFaultKind.NothingFound,
        _ => SubjectFaultKind.NotAnEnvironment,
    };

    private static string Line(EnvironmentProblem problem) =>
        problem.Path is null || problem.Message.StartsWith(problem.Path, StringComparison.Ordinal) ? problem.Message : $"{problem.Path}: {problem.Message}";
}
