using Assay.Binaries;
using Assay.Imports;
using Assay.Loading;
using Assay.Loading.Glibc;
using Assay.Primitives;
using Assay.Tests.Fixtures;
using Assay.Tests.Reality;

namespace Assay.Tests.Loading;

/// <summary>
/// A directory with compiled libraries and an extension module <c>x</c>, which is imported twice: by the loader that is modelled, and by the real interpreters in
/// child processes. Both answers must be one.
/// </summary>
internal sealed class LoaderScenario : IDisposable
{
    /// <summary>Python's headers are not needed: an init function that returns nothing would raise, so the real one is declared by hand.</summary>
    public const string Init = """
        extern void *PyModule_Create2(void *, int);
        static struct { long count; void *type; void *init; long index; void *copy; const char *name; const char *doc; long size; void *a, *b, *c, *d, *e; } def = {1, 0, 0, 0, 0, "x", 0, -1, 0, 0, 0, 0, 0};
        void *PyInit_x(void) { return PyModule_Create2(&def, 1013); }
        """;

    private readonly TemporaryDirectory directory = new();
    private readonly Dictionary<string, string?> variables = new(StringComparer.Ordinal) { ["LD_LIBRARY_PATH"] = null, ["LD_PRELOAD"] = null, ["GLIBC_TUNABLES"] = null };

    public LoaderScenario()
    {
        Needs.Program("gcc");
        Needs.DebianPython();
    }

    public string Root => directory.Path;

    public string At(string relative) => System.IO.Path.Combine(Root, relative);

    public void Dispose() => directory.Dispose();

    public LoaderScenario Variable(string name, string value)
    {
        variables[name] = value.Replace("ROOT", Root, StringComparison.Ordinal);
        return this;
    }

    /// <summary>Compiles a shared library.</summary>
    /// <param name="file">Where it goes; directories are made.</param>
    /// <param name="source">C source.</param>
    /// <param name="options">Options of gcc in one string; ROOT stands for the directory.</param>
    public LoaderScenario Library(string file, string source, string options = "")
    {
        string code = directory.File($".source/{Guid.NewGuid():N}.c", source);
        Compile(["-shared", "-fPIC", "-O1", "-o", Make(file), code, .. Words(options)]);
        return this;
    }

    /// <summary>Compiles the extension module.</summary>
    /// <param name="source">C source beside the init function.</param>
    /// <param name="options">Options of gcc in one string.</param>
    public LoaderScenario Extension(string source = "", string options = "") => Library("x.so", Init + "\n" + source, options);

    /// <summary>Runs gcc with any arguments.</summary>
    public LoaderScenario Gcc(string options)
    {
        Compile(Words(options));
        return this;
    }

    /// <summary>Runs patchelf.</summary>
    public LoaderScenario Patch(string options)
    {
        (int status, _, string error) = ChildProcess.Run(Needs.Program("patchelf"), Words(options));
        Assert.True(status == 0, error);
        return this;
    }

    public LoaderScenario Text(string file, string content)
    {
        directory.File(file, content);
        return this;
    }

    public LoaderScenario Bytes(string file, Func<byte[], byte[]> change)
    {
        string path = At(file);
        byte[] content = change(File.ReadAllBytes(path));
        File.Delete(path);
        File.WriteAllBytes(path, content);
        return this;
    }

    public LoaderScenario Byte(string file, int offset, byte value) => Bytes(file, content =>
    {
        content[offset] = value;
        return content;
    });

    public LoaderScenario Cut(string file, int length) => Bytes(file, content => content[..length]);

    public LoaderScenario Move(string from, string to)
    {
        File.Move(At(from), Make(to));
        return this;
    }

    public LoaderScenario Copy(string from, string to)
    {
        File.Copy(At(from), Make(to));
        return this;
    }

    public LoaderScenario Delete(string file)
    {
        File.Delete(At(file));
        return this;
    }

    public LoaderScenario Link(string file, string target)
    {
        File.CreateSymbolicLink(Make(file), target);
        return this;
    }

    public LoaderScenario Folder(string name)
    {
        Directory.CreateDirectory(At(name));
        return this;
    }

    /// <summary>Imports x for real and by the model, and holds one against the other for every interpreter.</summary>
    /// <param name="expected">What both must say, so that a scenario that does not do what it claims is seen; null to leave it to them.</param>
    public LoaderScenario Agrees(string? expected = null) => AgreesOn(["x"], expected);

    /// <summary>Imports several modules in one process, in order; those before the last must import.</summary>
    public LoaderScenario AgreesOn(string[] modules, string? expected = null)
    {
        foreach (Interpreter interpreter in Interpreter.All)
        {
            string real = Real(interpreter, modules), predicted = Predicted(interpreter, modules);
            Assert.True(real == predicted, $"{interpreter}\n     real: {real}\npredicted: {predicted}");

            // Texts differ between releases of glibc; what is expected is said of this machine's.
            if (expected is not null && interpreter.Root is null) Assert.Equal(expected, real.Replace(Root, "ROOT", StringComparison.Ordinal));
        }

        return this;
    }

    public string Real(Interpreter interpreter, string[] modules) => RealOfAll(interpreter, modules).SkipWhile(outcome => outcome == "imports").FirstOrDefault("imports");

    /// <summary>What becomes of each module in turn, in one process without site, whose .pth files may load libraries; the list ends where the process dies.</summary>
    public string[] RealOfAll(Interpreter interpreter, string[] modules)
    {
        List<KeyValuePair<string, string?>> environment = [.. variables, new("PYTHONPATH", Root), new("PYTHONDONTWRITEBYTECODE", "1"), new("LC_ALL", "C.UTF-8")];
        const string Script = """
            import sys
            for name in sys.argv[1:]:
                try:
                    kind, _, path = name.partition(":")
                    if path:
                        import ctypes
                        ctypes.CDLL(path, mode=ctypes.RTLD_GLOBAL if kind == "global" else ctypes.RTLD_LOCAL)
                    else:
                        __import__(name)
                    sys.stdout.write("imports\0")
                except BaseException as error:
                    sys.stdout.write(f"{type(error).__name__}: {error}\0")
                sys.stdout.flush()
            """;
        CopyInto(interpreter);
        (int status, string output, _) = interpreter.Run(Script, Expanded(modules), environment, Root);
        string[] outcomes = output.Split('\0', StringSplitOptions.RemoveEmptyEntries);
        return outcomes.Length == modules.Length ? outcomes : [.. outcomes, $"exit {status}"];
    }

    public string Predicted(Interpreter interpreter, string[] modules) => PredictedOfAll(interpreter, modules).SkipWhile(outcome => outcome == "imports").FirstOrDefault("imports");

    public string[] PredictedOfAll(Interpreter interpreter, string[] modules)
    {
        List<string> outcomes = [];
        CopyInto(interpreter);
        Predict(interpreter, modules, outcomes, _ => 0);
        return [.. outcomes];
    }

    /// <summary>The images in the process after some imports, for Debian's interpreter.</summary>
    public IReadOnlyList<LoadedImage> Images(string[] modules) => Predict<IReadOnlyList<LoadedImage>>(Interpreter.Debian, modules, [], process => process.Images);

    private T Predict<T>(Interpreter interpreter, string[] modules, List<string> outcomes, Func<ProcessImage, T> read)
    {
        IMachine machine = interpreter.Machine(variables);
        using BinaryStore store = new(machine);
        IExtensionLoader loader = interpreter.Loaders(machine, store).Start();
        foreach (string module in Expanded(modules))
        {
            // ctypes itself is imported first, as it is for real.
            int colon = module.IndexOf(':', StringComparison.Ordinal);
            if (colon >= 0) loader.LoadExtension("_ctypes", interpreter.Ctypes(machine));
            ExtensionOutcome outcome = colon < 0 ? loader.LoadExtension(module, At(module + ".so")) : loader.LoadLibrary(module[(colon + 1)..], module.StartsWith("global", StringComparison.Ordinal));
            outcomes.Add(Describe(outcome));
            if (outcome is ExtensionOutcome.Crashes) break;
        }

        return read(((GlibcLoader)loader).Image);
    }

    // In another root the directory has the same path, so that messages are the same.
    private void CopyInto(Interpreter interpreter)
    {
        if (interpreter.Root is not { } root) return;
        string copy = root + Root;
        if (Directory.Exists(copy)) Directory.Delete(copy, recursive: true);
        Shell.CopyByLinks(Root, copy);
    }

    private string[] Expanded(string[] modules) => [.. modules.Select(module => module.Replace("ROOT", Root, StringComparison.Ordinal))];

    /// <summary>The load failure behind the prediction for Debian's interpreter.</summary>
    public LoadFailure Failure()
    {
        IMachine machine = Interpreter.Debian.Machine(variables);
        using BinaryStore store = new(machine);
        return Interpreter.Debian.Loaders(machine, store).Start().LoadExtension("x", At("x.so")) switch
        {
            ExtensionOutcome.Raises { Exception.Origin: LoadFailure failure } => failure,
            ExtensionOutcome.Crashes { Origin: LoadFailure failure } => failure,
            ExtensionOutcome.Undecided { Origin: LoadFailure failure } => failure,
            ExtensionOutcome outcome => throw new InvalidOperationException(outcome.ToString()),
        };
    }

    public static string Describe(ExtensionOutcome outcome) => outcome switch
    {
        ExtensionOutcome.Loaded => "imports",
        ExtensionOutcome.Raises raises => $"{raises.Exception.TypeName}: {raises.Exception.Message}",
        ExtensionOutcome.Crashes crash => $"exit {crash.ExitStatus}",
        ExtensionOutcome.Undecided undecided => $"undecided: {undecided.Reason}",
        _ => "?",
    };

    private string Make(string file)
    {
        string path = At(file);
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
        if (File.Exists(path)) File.Delete(path);
        return path;
    }

    private void Compile(IEnumerable<string> arguments)
    {
        (int status, _, string error) = ChildProcess.Run(Needs.Program("gcc"), arguments);
        Assert.True(status == 0, error);
    }

    private string[] Words(string options) => [.. options.Replace("ROOT", Root, StringComparison.Ordinal).Split(' ', StringSplitOptions.RemoveEmptyEntries)];
}
