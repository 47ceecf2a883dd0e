using Assay.Primitives;
using Assay.Tests.Fixtures;
using Assay.Verification.Importing;

namespace Assay.Tests.Verification.Importing;

/// <summary>An extension module of a few lines that does one thing as it is imported, and what became of the interpreter that imported it.</summary>
internal sealed class NastyModule : IDisposable
{
    // Without Python.h: the definition of a module is thirteen words that have not moved since Python 3.0 (moduleobject.h), so one file serves every version.
    private const string Frame = """
        #include <fcntl.h>
        #include <setjmp.h>
        #include <signal.h>
        #include <stdlib.h>
        #include <string.h>
        #include <sys/prctl.h>
        #include <unistd.h>
        static void *definition[13] = { (void *)1, 0, 0, 0, 0, "NAME", 0, (void *)-1 };
        void *PyModule_Create2(void *, int);
        OUTSIDE
        void *PyInit_NAME(void) { INSIDE; return PyModule_Create2(definition, 1013); }
        """;

    private readonly TemporaryDirectory directory = new();

    /// <summary>The directory that holds it, in which the interpreter is started.</summary>
    public string Folder => directory.Path;

    /// <summary>Compiles one.</summary>
    /// <param name="outside">Code beside <c>PyInit_nasty</c>.</param>
    /// <param name="inside">Code in it.</param>
    public static NastyModule Compiled(string outside, string inside = "")
    {
        Needs.Require(OperatingSystem.IsLinux(), "no Linux");
        NastyModule module = new();
        Trials.Compile(module.directory, "nasty.so", Frame.Replace("OUTSIDE", outside).Replace("INSIDE", inside).Replace("NAME", "nasty"), "-w");
        return module;
    }

    /// <summary>Writes one in Python.</summary>
    /// <param name="text">The source.</param>
    public static NastyModule Written(string text)
    {
        NastyModule module = new();
        module.directory.File("nasty.py", text);
        return module;
    }

    /// <summary>Imports it, and holds that nothing of it is left.</summary>
    /// <param name="python">The interpreter; null for Debian's.</param>
    /// <param name="patience">Seconds it may take.</param>
    /// <param name="change">Changes the order.</param>
    /// <param name="isPlain">True for the way of other systems.</param>
    public ImportOutcome Import(string? python = null, double patience = 30, Func<ImportOrder, ImportOrder>? change = null, bool isPlain = false)
    {
        string mark = Guid.NewGuid().ToString();
        ImportOrder order = new("nasty", [python ?? Needs.DebianPython()])
        {
            Directory = directory.Path,
            SeesDirectory = true,
            Patience = TimeSpan.FromSeconds(patience),
            Variables = System.Collections.Immutable.ImmutableSortedDictionary<string, string?>.Empty.Add("ASSAY_TEST_MARK", mark),
        };
        HashSet<string> before = Files();
        ImportOutcome outcome = ImportTrial.Run(change is null ? order : change(order), new HostMachine(), isPlain);
        Assert.Empty(Trials.ProcessesMarked(mark));
        Assert.True(before.SetEquals(Files()), "it left files behind");
        Assert.True(outcome.Talk.Length < 6000);
        return outcome;
    }

    public void Dispose() => directory.Dispose();

    // No byte code, no core file.
    private HashSet<string> Files() => [.. Directory.EnumerateFileSystemEntries(directory.Path, "*", SearchOption.AllDirectories)];
}
