using Assay.Primitives;

namespace Assay.Environments;

/// <summary>From a path, or from nothing, to an environment. Nothing is executed.</summary>
public static class EnvironmentDiscovery
{
    /// <summary>
    /// Makes an environment of a path: a virtual environment, a conda prefix, an installed prefix (<c>/usr</c>, pyenv's, a framework version, a Windows
    /// installation), an interpreter, or a folder of packages.
    /// </summary>
    /// <param name="machine">The machine the path is on.</param>
    /// <param name="subjectPath">The path; a relative one starts at <paramref name="workingDirectory"/>.</param>
    /// <param name="workingDirectory">The directory the interpreter is thought to be started in; "/" when null.</param>
    /// <returns>The environment, or one clear line on why there is none.</returns>
    public static EnvironmentSearchResult Find(IMachine machine, string subjectPath, string? workingDirectory = null)
    {
        string path = PosixPath.Normalize(PosixPath.Join(workingDirectory ?? "/", subjectPath));
        FileFacts? facts = machine.Look(path, out AccessOutcome outcome);
        if (facts is null && outcome == AccessOutcome.LinkLoop) return Missing(EnvironmentProblemKind.LinkLoop, path, "symbolic links lead round in a circle");
        if (facts is null && outcome == AccessOutcome.Denied) return Missing(EnvironmentProblemKind.Unreadable, path, "may not be read");
        EnvironmentBuilder builder = new(machine, workingDirectory ?? "/");
        if (facts is null)
        {
            // The broken link of a virtual environment still says which environment it was.
            return machine.ReadLink(path) is not null && machine.IsFile(PosixPath.Join(PosixPath.Directory(PosixPath.Directory(path)), "pyvenv.cfg"))
                ? builder.FromExecutable(path, null)
                : Missing(EnvironmentProblemKind.NotFound, path, machine.ReadLink(path) is { } target ? $"is a link to {target}, which leads nowhere" : "does not exist");
        }

        return facts.Kind switch
        {
            FileKind.File => FromFile(machine, builder, path, workingDirectory),
            FileKind.Directory => FromDirectory(machine, builder, path),
            _ => Missing(EnvironmentProblemKind.NotAnEnvironment, path, "is neither a file nor a directory"),
        };
    }

    /// <summary>The environment one stands in: <c>VIRTUAL_ENV</c>, <c>CONDA_PREFIX</c>, <c>.venv</c> in the working directory, <c>python3</c> or <c>python</c> on <c>PATH</c>.</summary>
    /// <param name="machine">The machine.</param>
    /// <param name="workingDirectory">The working directory, absolute; null when there is none to look into.</param>
    /// <returns>The first of them that is an environment, or one clear line on why there is none.</returns>
    public static EnvironmentSearchResult FindDefault(IMachine machine, string? workingDirectory = null)
    {
        foreach (string candidate in DefaultEnvironment.Candidates(machine, workingDirectory))
        {
            EnvironmentSearchResult result = Find(machine, candidate, workingDirectory);
            if (result.IsFound) return result;
        }

        return EnvironmentSearchResult.Missing(new EnvironmentProblem(
            EnvironmentProblemKind.NothingFound, null, "no environment is activated, there is no .venv here, and no python3 is on PATH"));
    }

    private static EnvironmentSearchResult FromFile(IMachine machine, EnvironmentBuilder builder, string path, string? workingDirectory)
    {
        using ByteSource? source = machine.Open(path, out AccessOutcome outcome);
        if (source is null) return Missing(EnvironmentProblemKind.Unreadable, path, $"cannot be read ({outcome})");
        byte[] head = source.ReadUpTo(0, 2);
        if (head.AsSpan().SequenceEqual("#!"u8))
        {
            return DefaultEnvironment.FollowShim(machine, path, workingDirectory) is { } target
                ? Find(machine, target, workingDirectory)
                : Missing(EnvironmentProblemKind.NotAnEnvironment, path, "is a script; expected an environment directory or a Python interpreter");
        }

        return InterpreterName.LooksLikeInterpreter(PosixPath.Name(path)) || InterpreterName.LooksLikeInterpreter(PosixPath.Name(machine.RealPath(path) ?? path))
            ? builder.FromExecutable(path, null)
            : Missing(EnvironmentProblemKind.NotAnEnvironment, path, "is a file; expected an environment directory or a Python interpreter");
    }

    private static EnvironmentSearchResult FromDirectory(IMachine machine, EnvironmentBuilder builder, string path)
    {
        if (machine.List(path) is not { } entries) return Missing(EnvironmentProblemKind.Unreadable, path, "cannot be listed");
        bool isVirtual = machine.IsFile(PosixPath.Join(path, "pyvenv.cfg"));
        if (InterpreterIn(machine, path, isVirtual) is { } executable) return builder.FromExecutable(executable, path);
        if (isVirtual) return builder.FromExecutable(PosixPath.Join(path, machine.IsDirectory(PosixPath.Join(path, "Scripts")) ? "Scripts/python.exe" : "bin/python"), path);

        string current = PosixPath.Join(path, "Versions/Current");
        if (machine.IsDirectory(current) && InterpreterIn(machine, current, false) is { } framework) return builder.FromExecutable(framework, path);
        if (PosixPath.Name(path) is "bin" or "Scripts" && InterpreterIn(machine, PosixPath.Directory(path), false) is { } beside) return builder.FromExecutable(beside, PosixPath.Directory(path));
        BareSitePackages bare = new(machine, builder);
        if (bare.LooksLikeOne(path)) return OwnerOf(machine, builder, path) ?? EnvironmentSearchResult.Found(bare.Describe(path));
        if (machine.IsFile(PosixPath.Join(path, ".venv/pyvenv.cfg"))) return FromDirectory(machine, builder, PosixPath.Join(path, ".venv"));
        if (entries.Any(entry => entry.Name == "conda-meta") && new BareCondaPrefix(machine, builder).Describe(path) is { } conda) return EnvironmentSearchResult.Found(conda);
        if (entries.Any(entry => entry.Name == "conda-meta")) return Missing(EnvironmentProblemKind.NotAnEnvironment, path, "is a conda prefix without Python");
        if (machine.IsFile(PosixPath.Join(path, "usr/bin/python3")) || machine.LookAtLink(PosixPath.Join(path, "usr/bin/python3")) is not null)
            return Missing(EnvironmentProblemKind.NotAnEnvironment, path, "is the root of another system; name it as the root to look inside it");
        return Missing(EnvironmentProblemKind.NotAnEnvironment, path, "is no Python environment: no pyvenv.cfg, no bin/python3, no python.exe and no installed distributions in it");
    }

    /// <summary>The interpreter of a prefix, whether its file is there or only its link.</summary>
    private static string? InterpreterIn(IMachine machine, string prefix, bool isVirtual)
    {
        string[] names = isVirtual ? ["bin/python", "bin/python3", "Scripts/python.exe"] : ["bin/python3", "bin/python", "python.exe", "Scripts/python.exe", "bin/pypy3", "bin/pypy"];
        foreach (string name in names)
        {
            string candidate = PosixPath.Join(prefix, name);
            if (machine.IsFile(candidate)) return candidate;
        }

        if (isVirtual)
        {
            foreach (string name in names)
            {
                string candidate = PosixPath.Join(prefix, name);
                if (machine.LookAtLink(candidate) is not null) return candidate;
            }
        }

        string bin = PosixPath.Join(prefix, "bin");
        return (machine.List(bin) ?? [])
            .Select(entry => (entry.Name, Parsed: InterpreterName.LooksLikeInterpreter(entry.Name) ? InterpreterName.Parse(entry.Name) : null))
            .Where(pair => pair.Parsed is not null && machine.IsFile(PosixPath.Join(bin, pair.Name)))
            .OrderByDescending(pair => pair.Parsed!.Value.Version.Minor).ThenBy(pair => pair.Name, StringComparer.Ordinal)
            .Select(pair => PosixPath.Join(bin, pair.Name)).FirstOrDefault();
    }

    /// <summary>The environment that a site-packages directory belongs to, if its interpreter really has the directory on its path.</summary>
    private static EnvironmentSearchResult? OwnerOf(IMachine machine, EnvironmentBuilder builder, string path)
    {
        string prefix = path;
        for (int level = 0; level < 3; level++)
        {
            prefix = PosixPath.Directory(prefix);
            bool isVirtual = machine.IsFile(PosixPath.Join(prefix, "pyvenv.cfg"));
            if (InterpreterIn(machine, prefix, isVirtual) is not { } executable) continue;
            EnvironmentSearchResult result = builder.FromExecutable(executable, null);
            if (result.IsFound && result.Environment.SiteDirectories.Contains(path)) return result;
        }

        return null;
    }

    private static EnvironmentSearchResult Missing(EnvironmentProblemKind kind, string path, string what) =>
        EnvironmentSearchResult.Missing(new EnvironmentProblem(kind, path, $"{OneLine(path)}: {what}"));

    /// <summary>A path may hold line breaks; a message may not.</summary>
    private static string OneLine(string path) => path.Replace("\n", "\\n", StringComparison.Ordinal).Replace("\r", "\\r", StringComparison.Ordinal);
}
