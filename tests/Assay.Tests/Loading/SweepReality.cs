using Assay.Binaries;
using Assay.Imports;
using Assay.Loading;
using Assay.Primitives;
using Assay.Tests.Fixtures;

namespace Assay.Tests.Loading;

/// <summary>Every compiled file of whole installations, each opened in a fresh process by the real ld.so and by the model.</summary>
[Trait("speed", "slow")]
public sealed class SweepReality
{
    // One process forks a child for every file, so that the interpreter starts once.
    private const string Script = """
        import ctypes, os, sys
        for path in sys.stdin.read().split("\0"):
            reader, writer = os.pipe()
            child = os.fork()
            if child == 0:
                os.dup2(os.open("/dev/null", os.O_WRONLY), 2)
                os.dup2(2, 1)
                try:
                    ctypes.CDLL(path, mode=2)
                    text = "imports"
                except OSError as error:
                    text = f"OSError: {error}"
                os.write(writer, text.encode("utf-8", "surrogateescape"))
                os._exit(0)
            os.close(writer)
            with os.fdopen(reader, "rb") as pipe: text = pipe.read()
            status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
            if not text: text = b"exit %d" % (128 - status if status < 0 else status)
            sys.stdout.buffer.write(text + b"\0")
        """;

    [Fact]
    public void Debians_packages() => Sweep(Needs.DebianPython(), ["/usr/lib/python3/dist-packages", "/usr/lib/python3.11/lib-dynload"], 300);

    [Fact]
    public void The_wheels_of_the_corpus() => Sweep(Path.Combine(Needs.Asset("venv"), "bin/python"), [Path.Combine(Needs.Asset("venv"), "lib")], 200);

    [Fact]
    public void The_libraries_of_the_system() => Sweep(Needs.DebianPython(), ["/usr/lib/x86_64-linux-gnu"], 300, top: true);

    [Fact]
    public void The_modules_of_an_interpreter_with_a_shared_libpython()
    {
        string interpreter = Needs.Existing(LoaderScenario.Interpreters.Last(), "second interpreter");
        Needs.Require(interpreter != Needs.DebianPython(), "no interpreter with a shared libpython");
        Sweep(interpreter, [Path.Combine(Path.GetDirectoryName(Path.GetDirectoryName(interpreter))!, "lib")], 50);
    }

    private static void Sweep(string interpreter, string[] roots, int atLeast, bool top = false)
    {
        string[] files = [.. roots.Where(Directory.Exists).SelectMany(root => Directory.EnumerateFiles(root, "*.so*", top ? SearchOption.TopDirectoryOnly : SearchOption.AllDirectories)).Where(IsElf).Order(StringComparer.Ordinal)];
        Needs.Require(files.Length >= atLeast, $"fewer than {atLeast} compiled files in {string.Join(", ", roots)}");
        string[] real = Real(interpreter, files);
        Assert.Equal(files.Length, real.Length);

        HostMachine machine = new(new Dictionary<string, string?> { ["LD_LIBRARY_PATH"] = null, ["LD_PRELOAD"] = null });
        using BinaryStore store = new(machine);
        ExtensionLoaders loaders = LoaderScenario.Loaders(machine, store, interpreter);
        List<string> differences = [];
        for (int i = 0; i < files.Length; i++)
        {
            IExtensionLoader loader = LoaderScenario.WithCtypes(loaders.Start(), interpreter);
            // Sanitizers end the process in a constructor when they come too late; constructors are not modelled.
            if (Path.GetFileName(files[i]).StartsWith("libasan", StringComparison.Ordinal)) continue;
            string predicted = LoaderScenario.Describe(loader.LoadLibrary(files[i], isGlobal: false));
            if (predicted != real[i]) differences.Add($"{files[i]}\n     real: {real[i]}\npredicted: {predicted}");
        }

        TestContext.Current.SendDiagnosticMessage($"{files.Length} files, {real.Count(outcome => outcome != "imports")} of which do not load");
        Assert.True(differences.Count == 0, $"{differences.Count} of {files.Length} differ\n" + string.Join('\n', differences.Take(20)));
    }

    private static bool IsElf(string path)
    {
        Span<byte> magic = stackalloc byte[4];
        using FileStream stream = new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        return stream.Read(magic) == 4 && magic.SequenceEqual("\u007fELF"u8);
    }

    private static string[] Real(string interpreter, string[] files)
    {
        using TemporaryDirectory directory = new();
        string list = directory.File("files", string.Join('\0', files));
        string script = directory.File("sweep.py", Script);
        (int status, string output, string error) = ChildProcess.Run("/bin/sh", ["-c", $"exec '{interpreter}' -S '{script}' < '{list}'"],
            [new("LD_LIBRARY_PATH", null), new("LD_PRELOAD", null), new("LC_ALL", "C.UTF-8"), new("PYTHONDONTWRITEBYTECODE", "1")]);
        Assert.True(status == 0, error);
        return output.Split('\0', StringSplitOptions.RemoveEmptyEntries);
    }
}
