namespace Assay.Tests.House;

/// <summary>The files of this very repository, for the tests that hold its promises.</summary>
internal static class Repository
{
    /// <summary>The directory that holds <c>Assay.slnx</c>.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>The C# files under some top-level folders, generated ones left out.</summary>
    public static IEnumerable<string> SourceFiles(params string[] folders) => Files(folders).Where(file => file.EndsWith(".cs", StringComparison.Ordinal));

    /// <summary>All files under some top-level folders in a stable order, build products left out.</summary>
    public static IEnumerable<string> Files(params string[] folders) => folders
        .Select(folder => Path.GetFullPath(Path.Combine(Root, folder)))
        .Where(Directory.Exists)
        .SelectMany(Below)
        .Order(StringComparer.Ordinal);

    /// <summary>A path as it is written in the repository: relative to its root, with '/'.</summary>
    public static string Relative(string path) => Path.GetRelativePath(Root, path).Replace('\\', '/');

    /// <summary>The text of a file of the repository.</summary>
    public static string Read(string relativePath) => File.ReadAllText(Path.Combine(Root, relativePath));

    // Build products hold whole systems: they are not even walked.
    private static IEnumerable<string> Below(string folder) => Directory.EnumerateFiles(folder)
        .Concat(Directory.EnumerateDirectories(folder).Where(directory => Path.GetFileName(directory) is not ("bin" or "obj" or "artifacts" or ".git")).SelectMany(Below));

    private static string FindRoot()
    {
        for (DirectoryInfo? directory = new(AppContext.BaseDirectory); directory is not null; directory = directory.Parent)
            if (File.Exists(Path.Combine(directory.FullName, "Assay.slnx"))) return directory.FullName;
        throw new InvalidOperationException("the tests must be run from a build inside the repository");
    }
}
