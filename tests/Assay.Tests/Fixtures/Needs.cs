using Assay.Tests.House;

namespace Assay.Tests.Fixtures;

/// <summary>What a test needs beyond the .NET SDK. Without it the test is skipped, or fails where <c>ASSAY_INSIST=1</c> says that everything must be there.</summary>
internal static class Needs
{
    /// <summary>The directory of real files and recorded answers.</summary>
    public static string Corpus()
    {
        string path = Environment.GetEnvironmentVariable("ASSAY_CORPUS") ?? Path.GetFullPath(Path.Combine(Repository.Root, "..", "shared", "corpus"));
        if (!Directory.Exists(path)) path = Path.GetFullPath(Path.Combine(Repository.Root, "..", "..", "shared", "corpus"));
        Require(Directory.Exists(path), "no corpus");
        return path;
    }

    /// <summary>A folder of the corpus.</summary>
    public static string Corpus(string folder) => Path.Combine(Corpus(), folder);

    /// <summary>A real environment that <c>dev.cs assets</c> makes: <c>venv</c>, <c>amd64</c>, <c>arm64</c>, <c>trixie</c>.</summary>
    public static string Asset(string name)
    {
        string folder = Environment.GetEnvironmentVariable("ASSAY_ASSETS") ?? Path.Combine(Repository.Root, "artifacts", "assets");
        return Existing(Path.Combine(folder, name), $"asset {name}");
    }

    /// <summary>Debian's system Python.</summary>
    public static string DebianPython()
    {
        const string Interpreter = "/usr/bin/python3";
        Require(File.Exists(Interpreter) && Directory.Exists("/usr/lib/python3/dist-packages"), "no Debian python3");
        return Interpreter;
    }

    /// <summary>A program on PATH.</summary>
    public static string Program(string name)
    {
        string? found = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Select(directory => Path.Combine(directory, name)).FirstOrDefault(File.Exists);
        Require(found is not null, "no " + name);
        return found!;
    }

    /// <summary>A file or directory that only some machines have.</summary>
    public static string Existing(string path, string whatItIs)
    {
        Require(File.Exists(path) || Directory.Exists(path), "no " + whatItIs);
        return path;
    }

    /// <summary>Any other condition.</summary>
    /// <param name="isThere">Whether it holds.</param>
    /// <param name="what">What is missing when it does not, as in "no network".</param>
    public static void Require(bool isThere, string what)
    {
        if (isThere) return;
        if (Environment.GetEnvironmentVariable("ASSAY_INSIST") == "1") Assert.Fail("insisted on: " + what);
        Assert.Skip("skipped: " + what);
    }
}
