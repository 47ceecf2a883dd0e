using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Assay.Tests.Fixtures;

namespace Assay.Tests.Repairs;

/// <summary>A virtual environment with one small package in version 1, and a folder that has version 2 as well: a repair of two seconds.</summary>
internal sealed class SmallEnvironment : IDisposable
{
    private static readonly Lazy<string> Tool = new(MakeTool);
    private readonly TemporaryDirectory? own;

    /// <summary>Makes one.</summary>
    /// <param name="folder">Where; null for a directory of its own.</param>
    public SmallEnvironment(string? folder = null)
    {
        Needs.Require(OperatingSystem.IsLinux(), "no Linux");
        Needs.DebianPython();
        own = folder is null ? new TemporaryDirectory() : null;
        Folder = folder ?? own!.Path;
        Wheels = Directory.CreateDirectory(Path.Combine(Folder, "wheels")).FullName;
        foreach (string version in new[] { "1.0", "2.0" })
            Write("tiny", version, $"__version__ = '{version}'\ndef main():\n    print(__version__, __file__)\n");
        Prefix = Path.Combine(Folder, "some env");
        Base = Path.Combine(Folder, "base-python");
        WriteBase();
        (int status, _, string error) = ChildProcess.Run("/usr/bin/python3", ["-m", "venv", "--without-pip", Prefix]);
        Assert.True(status == 0, error);
        (status, _, error) = ChildProcess.Run(Tool.Value, ["-m", "pip", "--python", Prefix + "/bin/python", "install", "--quiet", "--no-index", "--find-links", Wheels, "tiny==1.0"]);
        Assert.True(status == 0, error);
        Hash = TreeHash(Prefix);
    }

    /// <summary>Makes another one like one that is there: its scripts name that one, which nobody runs here.</summary>
    /// <param name="model">The one that is there, and stays for its wheels.</param>
    public SmallEnvironment(SmallEnvironment model)
    {
        own = new TemporaryDirectory();
        Folder = own.Path;
        Wheels = model.Wheels;
        Base = model.Base;
        Prefix = Path.Combine(Folder, "some env");
        Assert.Equal(0, ChildProcess.Run("/bin/cp", ["-a", model.Prefix, Prefix]).ExitCode);
        Hash = TreeHash(Prefix);
    }

    public string Folder { get; }

    /// <summary>The environment.</summary>
    public string Prefix { get; }

    /// <summary>What lies beside it.</summary>
    public string Holder => Prefix + ".assay";

    /// <summary>The interpreter it is made from: Debian's, with the pip of another environment, which Debian's does not always have.</summary>
    public string Base { get; }

    /// <summary>The wheels.</summary>
    public string Wheels { get; }

    /// <summary>Its files at first.</summary>
    public string Hash { get; }

    /// <summary>Sees that the environment is the first one again.</summary>
    public void AssertUndone()
    {
        Assert.Equal(Hash, TreeHash(Prefix));
        Assert.Equal("1.0", Imports());
    }

    /// <summary>The order of the repair.</summary>
    public JsonObject Order(string task = "apply", bool canExchange = true, bool steps = false, string requirement = "tiny==2.0") => new()
    {
        ["task"] = task,
        ["prefix"] = Prefix,
        ["python"] = Base,
        ["requirements"] = new JsonArray(requirement),
        ["imports"] = new JsonArray("tiny"),
        ["noIndex"] = true,
        ["findLinks"] = new JsonArray(Wheels),
        ["cannotExchange"] = !canExchange,
        ["steps"] = steps,
    };

    /// <summary>The version that the environment imports; null when it does not.</summary>
    public string? Imports()
    {
        if (!File.Exists(Prefix + "/bin/python")) return null;
        (int status, string output, _) = ChildProcess.Run(Prefix + "/bin/python", ["-I", "-B", "-c", "import tiny; print(tiny.__version__)"]);
        return status == 0 ? output.Trim() : null;
    }

    /// <summary>One more wheel.</summary>
    public void Write(string name, string version, string source)
    {
        string path = Path.Combine(Wheels, $"{name}-{version}-py3-none-any.whl");
        if (!File.Exists(path)) SmallWheel.Write(Wheels, name, version, new Dictionary<string, string> { [name + "/__init__.py"] = source, [$"{name}-{version}.dist-info/entry_points.txt"] = $"[console_scripts]\n{name} = {name}:main\n" });
    }

    /// <summary>Sees that the environment is the first one, to the byte and the second, and that nothing is left beside it but what was printed.</summary>
    public void AssertUntouched()
    {
        Assert.Equal(Hash, TreeHash(Prefix));
        Assert.Equal("1.0", Imports());
        if (!Directory.Exists(Holder)) return;
        Assert.Empty(Directory.EnumerateFileSystemEntries(Holder).Select(Path.GetFileName).Except(["log", "journal", "lock", ".gitignore"]));
    }

    /// <summary>Everything that files are, as one word.</summary>
    public static string TreeHash(string directory)
    {
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (FileSystemInfo entry in new DirectoryInfo(directory).EnumerateFileSystemInfos("*", new EnumerationOptions { AttributesToSkip = 0, RecurseSubdirectories = true }).Append(new DirectoryInfo(directory)).OrderBy(entry => entry.FullName, StringComparer.Ordinal))
        {
            hash.AppendData(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{entry.FullName}\0{entry.LinkTarget}\0{(entry.LinkTarget is null ? entry.UnixFileMode : 0)}\0{entry.LastWriteTimeUtc.Ticks}\0")));
            if (entry is FileInfo file && entry.LinkTarget is null) hash.AppendData(File.ReadAllBytes(file.FullName));
        }

        return Convert.ToHexString(hash.GetHashAndReset());
    }

    public void Dispose() => own?.Dispose();

    private void WriteBase()
    {
        File.WriteAllText(Base, $"#!/bin/sh\ncase \"$*\" in *'-m pip '*) exec '{Tool.Value}' \"$@\";; esac\nexec /usr/bin/python3 \"$@\"\n");
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(Base, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute);
    }

    // One for all tests, left behind in the build's own directory.
    private static string MakeTool()
    {
        string path = Path.Combine(AppContext.BaseDirectory, "repair-tool");
        string python = path + "/bin/python";
        if (File.Exists(path + "/complete")) return python;
        if (Directory.Exists(path)) Directory.Delete(path, recursive: true);
        (int status, string output, string error) = ChildProcess.Run("/usr/bin/python3", ["-m", "venv", path]);
        Needs.Require(status == 0, $"no venv with ensurepip: {output}{error}");
        File.WriteAllText(path + "/complete", "");
        return python;
    }
}
