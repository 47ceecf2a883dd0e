using System.Collections.Immutable;
using System.Text.Json;
using System.Text.RegularExpressions;
using Assay.Tests.Fixtures;

namespace Assay.Tests.Blas;

/// <summary>
/// The referee of everything that is said about linear algebra: a real Python imports modules while the real loader tells, under <c>LD_DEBUG=bindings</c>, which
/// file it gave each symbol of each file from.
/// </summary>
internal sealed partial class LoaderBindings
{
    // The files of the process with their links followed, as seen by the process itself: in a changed root nobody else sees them so.
    private const string Script = """
        import sys, os, json, ctypes
        failure = None
        try:
            for name in sys.argv[1].split():
                __import__(name)
        except Exception as error:
            failure = type(error).__name__ + ": " + str(error)
        class Header(ctypes.Structure):
            _fields_ = [("address", ctypes.c_void_p), ("name", ctypes.c_char_p)]
        files = {}
        def see(info, size, data):
            name = os.fsdecode(info.contents.name or b"")
            files[name] = os.path.realpath(name) if name else ""
            return 0
        kind = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.POINTER(Header), ctypes.c_size_t, ctypes.c_void_p)
        ctypes.CDLL(None).dl_iterate_phdr(kind(see), None)
        try:
            import threadpoolctl
            pools = [[pool["internal_api"], os.path.realpath(pool["filepath"])] for pool in threadpoolctl.threadpool_info()]
        except ImportError:
            pools = []
        print("\n\x01" + json.dumps({"files": files, "failure": failure, "pools": pools}))
        """;

    private LoaderBindings(ImmutableArray<SymbolBinding> all, ImmutableArray<string> files, ImmutableArray<string> pools, string? failure)
    {
        this.Pools = pools;
        this.All = all;
        this.Files = files;
        this.Failure = failure;
    }

    /// <summary>Every binding between two files of the process, each once; symbols a file gave itself are among them.</summary>
    public ImmutableArray<SymbolBinding> All { get; }

    /// <summary>The files in the process, in the order they were loaded, with all links followed.</summary>
    public ImmutableArray<string> Files { get; }

    /// <summary>What threadpoolctl lists there, as <c>openmp /lib/libgomp.so.1.0.0</c>, in ordinal order; empty where it is not installed.</summary>
    public ImmutableArray<string> Pools { get; }

    /// <summary>The exception that ended the imports, as <c>ImportError: text</c>; null when there was none.</summary>
    public string? Failure { get; }

    /// <summary>The modules whose extensions are the ones that call BLAS and LAPACK in NumPy and SciPy.</summary>
    public const string AlgebraModules = "scipy.linalg numpy.linalg.lapack_lite scipy.linalg.cython_blas scipy.linalg.cython_lapack";

    /// <summary>Imports modules for real.</summary>
    /// <param name="command">The words that start the interpreter; the last program among them is the one whose loader is asked.</param>
    /// <param name="modules">Dotted names with spaces between.</param>
    /// <param name="variables">Further variables.</param>
    public static LoaderBindings Of(IReadOnlyList<string> command, string modules, params (string Name, string Value)[] variables)
    {
        Dictionary<string, string?> environment = new(StringComparer.Ordinal)
        {
            ["LD_DEBUG"] = "bindings",
            ["LD_LIBRARY_PATH"] = null,
            ["LD_PRELOAD"] = null,
            ["PYTHONPATH"] = null,
            ["PYTHONNOUSERSITE"] = "1",
            ["PYTHONDONTWRITEBYTECODE"] = "1",
            ["OPENBLAS_NUM_THREADS"] = "1",
            ["OMP_NUM_THREADS"] = "1",
        };
        foreach ((string name, string value) in variables) environment[name] = value;
        (int status, string output, string talk) = ChildProcess.Run(command[0], [.. command.Skip(1), "-c", Script, modules], environment, "/");
        int mark = output.LastIndexOf('\x01');
        Assert.True(status == 0 && mark >= 0, $"{string.Join(' ', command)}: exit {status}\n{output}");
        JsonElement answer = JsonDocument.Parse(output[(mark + 1)..]).RootElement;
        Dictionary<string, string> files = answer.GetProperty("files").Deserialize<Dictionary<string, string>>()!;
        HashSet<SymbolBinding> all = [];
        foreach (Match line in Line().Matches(talk))
        {
            // Other programs on the command line (chroot) are told of as well; their files are not in this process.
            if (files.TryGetValue(line.Groups[1].Value, out string? consumer) && files.TryGetValue(line.Groups[2].Value, out string? provider))
                all.Add(new SymbolBinding(consumer, line.Groups[3].Value, provider));
        }

        return new LoaderBindings([.. all], [.. files.Values], [.. answer.GetProperty("pools").Deserialize<string[][]>()!.Select(pool => string.Join(' ', pool)).Order(StringComparer.Ordinal)], answer.GetProperty("failure").GetString());
    }

    /// <summary>Who gave a file a symbol; null when the file asked for none of that name.</summary>
    /// <param name="consumer">The end of the consumer's path.</param>
    /// <param name="symbol">The symbol.</param>
    public string? Provider(string consumer, string symbol) =>
        All.Where(binding => binding.Symbol == symbol && binding.Consumer.Contains(consumer, StringComparison.Ordinal)).Select(binding => binding.Provider).FirstOrDefault();

    [GeneratedRegex(@"binding file (\S+) \[\d+\] to (\S+) \[\d+\]: \w+ symbol `([^']+)'")]
    private static partial Regex Line();
}
