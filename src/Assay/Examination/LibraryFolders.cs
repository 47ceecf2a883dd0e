using Assay.Binaries;
using Assay.Environments;
using Assay.Primitives;

namespace Assay.Examination;

/// <summary>Finds a DLL by its name where Python and its packages make Windows look: beside the file, in the folders that repaired wheels add, in the interpreter's own.</summary>
/// <param name="environment">The environment.</param>
internal sealed class LibraryFolders(PythonEnvironment environment)
{
    private readonly Lazy<string[]> folders = new(() => [.. Folders(environment)]);

    /// <summary>The file that a need leads to, or null.</summary>
    /// <param name="path">The file that asks, absolute.</param>
    /// <param name="need">What it asks for.</param>
    public string? Find(string path, LibraryNeed need) =>
        new[] { PosixPath.Directory(path) }.Concat(folders.Value).Select(folder => PosixPath.Join(folder, need.Name)).FirstOrDefault(environment.Machine.IsFile);

    // delvewheel: NAME.libs beside the package, added by os.add_dll_directory; older wheels: PACKAGE/.libs; conda: Library/bin.
    private static IEnumerable<string> Folders(PythonEnvironment environment)
    {
        foreach (string site in environment.SiteDirectories)
        {
            foreach (DirectoryEntry entry in environment.Machine.List(site) ?? [])
            {
                if (entry.Kind != FileKind.Directory) continue;
                if (entry.Name.EndsWith(".libs", StringComparison.Ordinal)) yield return $"{site}/{entry.Name}";
                else if (environment.Machine.IsDirectory($"{site}/{entry.Name}/.libs")) yield return $"{site}/{entry.Name}/.libs";
            }
        }

        if (environment.Prefix is not { } prefix) yield break;
        foreach (string folder in (string[])["Library/bin", "DLLs", "bin"]) yield return $"{prefix}/{folder}";
        yield return prefix;
        if (environment.BasePrefix is { } home && home != prefix) yield return home;
    }
}
