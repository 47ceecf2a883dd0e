using Assay.Tests.Fixtures;

namespace Assay.Tests.Reality;

/// <summary>A virtual environment with scikit-learn in it, installed once by the real pip from real wheels; every test breaks a copy of its own.</summary>
public sealed class LearningStack : IDisposable
{
    private readonly TemporaryDirectory folder = new();
    private readonly Lazy<string> original;

    public LearningStack() => original = new Lazy<string>(() =>
    {
        string path = Path.Combine(folder.Path, "original");
        Shell.Run(Needs.DebianPython(), "-m", "venv", path);
        Shell.Run(Path.Combine(path, "bin/python"), "-m", "pip", "install", "--quiet", "--no-index", "--find-links", Needs.Corpus("wheels"), "scikit-learn");
        return path;
    });

    /// <summary>A copy in which every path names the copy.</summary>
    public string Copy(string name)
    {
        string path = Path.Combine(folder.Path, name);
        Shell.Run("cp", "-a", original.Value, path);
        foreach (string file in Directory.GetFiles(Path.Combine(path, "bin")).Append(Path.Combine(path, "pyvenv.cfg")))
            if (new FileInfo(file).LinkTarget is null) File.WriteAllText(file, File.ReadAllText(file).Replace(original.Value, path, StringComparison.Ordinal));
        return path;
    }

    /// <summary>A directory for further wheels.</summary>
    internal string Wheels(string name) => folder.Folder(name);

    public void Dispose() => folder.Dispose();
}
