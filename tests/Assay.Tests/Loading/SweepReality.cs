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
        for path in sys.argv[1:]:
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
    public void Debians_packages() => Sweep(Interpreter.Debian, ["/usr/lib/python3/dist-packages", "/usr/lib/python3.11/lib-dynload"], 300);

    [Fact]
    public void The_wheels_of_the_corpus() => Sweep(new Interpreter(Path.Combine(Needs.Asset("venv"), "bin/python")), [Path.Combine(Needs.Asset("venv"), "lib")], 200);

    [Fact]
    public void The_libraries_of_the_system() => Sweep(Interpreter.Debian, ["/usr/lib/x86_64-linux-gnu"], 300, top: true);

    [Fact]
    public void The_modules_of_an_interpreter_with_a_shared_libpython()
    {
        Interpreter? shared = Interpreter.All.FirstOrDefault(interpreter => interpreter.Path.Contains(".pyenv", StringComparison.Ordinal));
        Needs.Require(shared is not null, "no interpreter with a shared libpython");
        Sweep(shared!, [Path.Combine(Path.GetDirectoryName(Path.GetDirectoryName(shared!.Path))!, "lib")], 50);
    }

    [Fact]
    public void Debian_13_with_another_glibc()
    {
        Interpreter? trixie = Interpreter.All.FirstOrDefault(interpreter => interpreter.Root is not null);
        Needs.Require(trixie is not null, "no root of Debian 13");
        Sweep(trixie!, ["/usr/lib/python3/dist-packages", "/usr/lib/python3.13/lib-dynload", "/usr/lib/x86_64-linux-gnu"], 100);
    }

    private static void Sweep(Interpreter interpreter, string[] roots, int atLeast, bool top = false)
    {
        string prefix = interpreter.Root ?? "";
        string[] files = [.. roots.Where(root => Directory.Exists(prefix + root)).SelectMany(root => Directory.EnumerateFiles(prefix + root, "*.so*", top ? SearchOption.TopDirectoryOnly : SearchOption.AllDirectories))
            .Where(IsElf).Select(file => file[prefix.Length..]).Order(StringComparer.Ordinal)];
        Needs.Require(files.Length >= atLeast, $"fewer than {atLeast} compiled files in {string.Join(", ", roots)}");
        string[] real = Real(interpreter, files);
        Assert.Equal(files.Length, real.Length);

        IMachine machine = interpreter.Machine(new Dictionary<string, string?> { ["LD_LIBRARY_PATH"] = null, ["LD_PRELOAD"] = null });
        using BinaryStore store = new(machine);
        ExtensionLoaders loaders = interpreter.Loaders(machine, store);
        List<string> differences = [];
        for (int i = 0; i < files.Length; i++)
        {
            // Sanitizers end the process in a constructor when they come too late; constructors are not modelled.
            if (Path.GetFileName(files[i]).StartsWith("libasan", StringComparison.Ordinal)) continue;
            IExtensionLoader loader = loaders.Start();
            Assert.IsType<ExtensionOutcome.Loaded>(loader.LoadExtension("_ctypes", interpreter.Ctypes(machine)));
            string predicted = LoaderScenario.Describe(loader.LoadLibrary(files[i], isGlobal: false));
            if (predicted != real[i]) differences.Add($"{files[i]}\n     real: {real[i]}\npredicted: {predicted}");
        }

        Assert.True(differences.Count == 0, $"{differences.Count} of {files.Length} differ\n" + string.Join('\n', differences.Take(20)));
    }

    // Links count under their own name, as they are opened.
    private static bool IsElf(string path)
    {
        if (!File.Exists(path)) return false;
        Span<byte> magic = stackalloc byte[4];
        using FileStream stream = new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        return stream.Read(magic) == 4 && magic.SequenceEqual("\u007fELF"u8);
    }

    private static string[] Real(Interpreter interpreter, string[] files)
    {
        (int status, string output, string error) = interpreter.Run(Script, files, [new("LD_LIBRARY_PATH", null), new("LD_PRELOAD", null), new("LC_ALL", "C.UTF-8"), new("PYTHONDONTWRITEBYTECODE", "1")], "/");
        Assert.True(status == 0, error);
        return output.Split('\0', StringSplitOptions.RemoveEmptyEntries);
    }
}
