using Assay.Primitives;

namespace Assay.Environments;

/// <summary>Where the environment one stands in may be, in order.</summary>
internal static class DefaultEnvironment
{
    private const int LargestShim = 1 << 16;

    /// <summary>Paths to try, in order.</summary>
    public static IEnumerable<string> Candidates(IMachine machine, string? workingDirectory)
    {
        if (machine.EnvironmentVariable("VIRTUAL_ENV") is { Length: > 0 } virtualEnvironment) yield return virtualEnvironment;
        if (machine.EnvironmentVariable("CONDA_PREFIX") is { Length: > 0 } conda) yield return conda;
        if (workingDirectory is not null && machine.IsFile(PosixPath.Join(workingDirectory, ".venv/pyvenv.cfg"))) yield return PosixPath.Join(workingDirectory, ".venv");
        string[] directories = (machine.EnvironmentVariable("PATH") ?? "/usr/local/bin:/usr/bin:/bin").Split(':');
        foreach (string name in (string[])["python3", "python"])
            foreach (string directory in directories)
            {
                string candidate = PosixPath.Join(PosixPath.Join(workingDirectory ?? "/", directory), name);
                if (machine.Look(candidate, out _) is not { Kind: FileKind.File } facts || facts.Mode is { } mode && (mode & 0x49) == 0) continue;
                if (!IsScript(machine, candidate)) yield return candidate;
                else if (FollowShim(machine, candidate, workingDirectory) is { } target) yield return target;
            }
    }

    /// <summary>The interpreter behind a pyenv shim, or null when the file is no shim or leads to "system".</summary>
    /// <param name="machine">The machine.</param>
    /// <param name="path">The shim.</param>
    /// <param name="workingDirectory">Where <c>.python-version</c> files are looked for, upwards; null for nowhere.</param>
    public static string? FollowShim(IMachine machine, string path, string? workingDirectory)
    {
        if (machine.ReadText(path, LargestShim) is not { } text || !text.Contains("pyenv", StringComparison.Ordinal)) return null;
        string root = machine.EnvironmentVariable("PYENV_ROOT") is { Length: > 0 } named ? named : PosixPath.Directory(PosixPath.Directory(path));
        string versions = PosixPath.Join(root, "versions");
        foreach (string version in Versions(machine, root, workingDirectory))
        {
            // "system" means: as if the shims were not there.
            if (version == "system") return null;
            string candidate = PosixPath.Join(versions, $"{version}/bin/{PosixPath.Name(path)}");
            if (machine.IsFile(candidate)) return candidate;
            if (Newest(machine, versions, version) is { } newest && machine.IsFile(candidate = PosixPath.Join(versions, $"{newest}/bin/{PosixPath.Name(path)}"))) return candidate;
        }

        return null;
    }

    /// <summary>pyenv-version-name: PYENV_VERSION, else the nearest <c>.python-version</c>, else <c>version</c> in pyenv's root.</summary>
    private static string[] Versions(IMachine machine, string root, string? workingDirectory)
    {
        if (machine.EnvironmentVariable("PYENV_VERSION") is { Length: > 0 } variable) return variable.Split(':', StringSplitOptions.RemoveEmptyEntries);
        for (string? directory = workingDirectory; directory is { Length: > 0 };)
        {
            if (machine.ReadText(PosixPath.Join(directory, ".python-version"), LargestShim) is { } local) return Words(local);
            string parent = PosixPath.Directory(directory);
            directory = parent == directory ? null : parent;
        }

        return machine.ReadText(PosixPath.Join(root, "version"), LargestShim) is { } chosen ? Words(chosen) : ["system"];
    }

    private static string[] Words(string text) =>
        [.. text.Split('\n').Where(line => !line.StartsWith('#')).SelectMany(line => line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)).Select(word => word.StartsWith("python-", StringComparison.Ordinal) ? word[7..] : word)];

    /// <summary>"3.11" stands for the newest installed 3.11.x (pyenv-latest).</summary>
    private static string? Newest(IMachine machine, string versions, string wanted) => (machine.List(versions) ?? [])
        .Select(entry => entry.Name).Where(name => name.StartsWith(wanted + ".", StringComparison.Ordinal) && PackedVersion.TryParse(name, out _))
        .MaxBy(name => PackedVersion.TryParse(name, out PackedVersion version) ? version : default);

    private static bool IsScript(IMachine machine, string path)
    {
        using ByteSource? source = machine.Open(path, out _);
        return source is not null && source.ReadUpTo(0, 2).AsSpan().SequenceEqual("#!"u8);
    }
}
