using System.Collections.Concurrent;
using System.Diagnostics;
using System.Formats.Tar;
using System.IO.Compression;
using Assay.Examination;
using Assay.Primitives;
using Assay.Targets;

[assembly: AssemblyFixture(typeof(Assay.Tests.Fixtures.MacEnvironments.Cleaner))]

namespace Assay.Tests.Fixtures;

/// <summary>
/// Environments of macOS laid out from real interpreters and wheels, each once in a run of the tests and removed at its end. What is laid out belongs to all tests:
/// one that changes files takes a <see cref="Copy"/>.
/// </summary>
internal static class MacEnvironments
{
    /// <summary>The prefix of the arm64 interpreter inside its root.</summary>
    public const string Arm64 = "/cpython-3.13.0-macos-arm64";

    /// <summary>The prefix of the x86_64 interpreter inside its root.</summary>
    public const string X8664 = "/cpython-3.11.3-macos-x86_64";

    private static readonly string[] Pure = ["joblib-1.5.3-py3-none-any.whl", "narwhals-2.19.0-py3-none-any.whl", "threadpoolctl-3.6.0-py3-none-any.whl"];

    private static readonly string[] Science = ["scipy-1.17.1-cp313-cp313-macosx_14_0_arm64.whl", "scikit_learn-1.9.1-cp313-cp313-macosx_12_0_arm64.whl", .. Pure];

    private static readonly ConcurrentDictionary<string, Lazy<string>> Made = new(StringComparer.Ordinal);

    private static readonly Lazy<string> Home = new(() => Directory.CreateTempSubdirectory("assay-macos-").FullName);

    /// <summary>The root of the arm64 stack with the numpy of macOS 14, which uses Accelerate; lightgbm and MarkupSafe beside it.</summary>
    public static string Accelerate => Root(Arm64, ["numpy-2.5.5-cp313-cp313-macosx_14_0_arm64.whl", "lightgbm-4.7.0-py3-none-macosx_12_0_arm64.whl", "MarkupSafe-3.0.2-cp313-cp313-macosx_10_13_universal2.whl", .. Science]);

    /// <summary>The root of the arm64 stack with the numpy of macOS 11, which brings OpenBLAS.</summary>
    public static string OpenBlas => Root(Arm64, ["numpy-2.5.5-cp313-cp313-macosx_11_0_arm64.whl", .. Science]);

    /// <summary>The root of the x86_64 stack: numpy, scikit-learn without scipy, and a Bottleneck built for NumPy 1.</summary>
    public static string Intel => Root(X8664, IntelWheels);

    /// <summary>
    /// The root of a native interpreter with packages of an Intel Mac: the x86_64 wheels under the suffix that this Python looks for, as a migrated or copied
    /// environment has them.
    /// </summary>
    public static string Mixed => Made.GetOrAdd("mixed", _ => new Lazy<string>(() =>
    {
        Needs.Corpus();
        Needs.Program("xz");
        string root = LayOut(Arm64, [.. IntelWheels, "scipy-1.17.1-cp313-cp313-macosx_14_0_arm64.whl"]);
        foreach (string file in Directory.GetFiles(SitePackages(root, Arm64), "*.cpython-311-darwin.so", SearchOption.AllDirectories))
            File.Move(file, file.Replace(".cpython-311-", ".cpython-313-", StringComparison.Ordinal));
        return root;
    })).Value;

    /// <summary>The packages of the x86_64 stack.</summary>
    public static string[] IntelWheels =>
        ["numpy-2.4.6-cp311-cp311-macosx_14_0_x86_64.whl", "scikit_learn-1.9.1-cp311-cp311-macosx_10_9_x86_64.whl", "Bottleneck-1.3.7-cp311-cp311-macosx_10_9_x86_64.whl", .. Pure];

    /// <summary>The root of an interpreter with wheels, shared by all tests that ask for the same.</summary>
    /// <param name="prefix"><see cref="Arm64"/> or <see cref="X8664"/>.</param>
    /// <param name="wheels">File names of wheels in the corpus; unpacked in this order.</param>
    public static string Root(string prefix, params string[] wheels)
    {
        Needs.Corpus();
        Needs.Program("xz");
        return Made.GetOrAdd(string.Join('|', [prefix, .. wheels]), _ => new Lazy<string>(() => LayOut(prefix, wheels))).Value;
    }

    /// <summary>A root of the same files for a test that changes some: by deleting or replacing them, since those it keeps are the very same (hard links).</summary>
    /// <param name="root">One of the roots.</param>
    public static TemporaryDirectory Copy(string root)
    {
        TemporaryDirectory copy = new();
        ChildProcess.Run(Needs.Program("cp"), ["-al", root + "/.", copy.Path], [], copy.Path);
        return copy;
    }

    /// <summary>The directory of a root that packages are in.</summary>
    /// <param name="root">One of the roots, or a copy.</param>
    /// <param name="prefix">Its interpreter.</param>
    public static string SitePackages(string root, string prefix) => Path.Combine(root + prefix, "lib", prefix == Arm64 ? "python3.13" : "python3.11", "site-packages");

    /// <summary>Judges imports for one target.</summary>
    /// <param name="root">One of the roots, or a copy.</param>
    /// <param name="prefix">Its interpreter.</param>
    /// <param name="target">The name of the target, such as <c>macos-15-arm64</c>.</param>
    /// <param name="imports">The imports.</param>
    public static TargetExamination Examine(string root, string prefix, string target, params string[] imports) => Look(root, prefix, target, imports).Targets[0];

    /// <summary>The same with what belongs to no target.</summary>
    /// <param name="root">One of the roots, or a copy.</param>
    /// <param name="prefix">Its interpreter.</param>
    /// <param name="target">The name of the target.</param>
    /// <param name="imports">The imports.</param>
    public static ExaminationResult Look(string root, string prefix, string target, params string[] imports)
    {
        Assert.True(TargetName.TryParse(target, out Target? parsed, out string? problem), problem);
        ExaminationResult result = Examiner.Run(new ExaminationRequest { Subject = prefix, Root = root, Targets = [parsed!], Imports = [.. imports] }, new HostMachine());
        Assert.Null(result.Fault);
        return result;
    }

    private static string LayOut(string prefix, string[] wheels)
    {
        string root = Directory.CreateDirectory(Path.Combine(Home.Value, $"{Made.Count}-{Guid.NewGuid():N}")).FullName;
        using (Process xz = Process.Start(new ProcessStartInfo(Needs.Program("xz"), ["-dc", Corpus.Archive(prefix[1..] + ".tar.xz")]) { RedirectStandardOutput = true })!)
            TarFile.ExtractToDirectory(xz.StandardOutput.BaseStream, root, overwriteFiles: false);
        foreach (string wheel in wheels) ZipFile.ExtractToDirectory(Corpus.Archive(wheel), SitePackages(root, prefix), overwriteFiles: true);
        return root;
    }

    /// <summary>Removes at the end of a run what was laid out in it.</summary>
    public sealed class Cleaner : IDisposable
    {
        public void Dispose()
        {
            if (Home.IsValueCreated) Directory.Delete(Home.Value, recursive: true);
        }
    }
}
