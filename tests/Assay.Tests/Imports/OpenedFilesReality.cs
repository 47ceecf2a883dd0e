using Assay.Diagnostics;
using Assay.Examination;
using Assay.Imports;
using Assay.Primitives;
using Assay.Tests.Fixtures;

namespace Assay.Tests.Imports;

/// <summary>The extension files that an import opens and the modules it loads: the real interpreter tells them, the walk predicted them.</summary>
[Trait("speed", "slow")]
public sealed class OpenedFilesReality(ITestOutputHelper output)
{
    // Prints, into the file named second, every extension file before it is opened and every module before it is loaded.
    private const string Script = """
        import sys, importlib.machinery, importlib._bootstrap as bootstrap
        lines = []
        create, load = importlib.machinery.ExtensionFileLoader.create_module, bootstrap._load_unlocked
        def create_module(self, spec):
            lines.append("file " + spec.origin)
            return create(self, spec)
        def load_unlocked(spec):
            lines.append("module " + spec.name)
            return load(spec)
        importlib.machinery.ExtensionFileLoader.create_module = create_module
        bootstrap._load_unlocked = load_unlocked
        __import__(sys.argv[1])
        with open(sys.argv[2], "w") as out:
            out.write("\n".join(lines))
        """;

    [Theory]
    [InlineData("sklearn")]
    [InlineData("pandas")]
    [InlineData("matplotlib.pyplot")]
    [InlineData("scipy.stats")]
    public void On_Debian(string import) => Compare(Needs.DebianPython(), "/usr", import);

    [Fact]
    public void In_a_venv()
    {
        string venv = Needs.Asset("venv");
        Compare(Path.Combine(venv, "bin", "python3"), venv, "sklearn");
    }

    private void Compare(string python, string subject, string import)
    {
        using TemporaryDirectory folder = new();
        string report = Path.Combine(folder.Path, "report");
        (int exitCode, _, string error) = ChildProcess.Run(python, ["-c", Script, import, report], [KeyValuePair.Create("PYTHONDONTWRITEBYTECODE", (string?)"1")], folder.Path);
        Assert.True(exitCode == 0, error);
        string[] lines = File.ReadAllLines(report);
        string[] files = [.. lines.Where(line => line.StartsWith("file ", StringComparison.Ordinal)).Select(line => line[5..])];
        HashSet<string> modules = [.. lines.Where(line => line.StartsWith("module ", StringComparison.Ordinal)).Select(line => line[7..])];

        ImportExamination examined = Examiner.Run(new ExaminationRequest { Subject = subject, Imports = [import] }, new HostMachine()).Targets[0].Imports[0];
        Assert.Equal(VerdictKind.Imports, examined.Verdict.Kind);
        ImportStep[] steps = [.. examined.Walk!.Steps];
        string[] certain = [.. steps.Where(step => step is { Kind: ModuleKind.Extension, IsCertain: true }).Select(step => step.File!)];
        string[] all = [.. steps.Where(step => step.Kind == ModuleKind.Extension).Select(step => step.File!).Distinct()];
        string[] missed = [.. files.Except(certain)], extra = [.. all.Except(files)];
        int inOrder = LongestRise([.. files.Select(file => Array.IndexOf(certain, file)).Where(place => place >= 0)]);
        HashSet<string> loaded = [.. steps.Where(step => step.IsCertain).Select(step => step.Module)];
        output.WriteLine($"{subject} {import}: {files.Length} files opened, recall {Share(files.Length - missed.Length, files.Length)}, precision {Share(all.Length - extra.Length, all.Length)}, in the same order {Share(inOrder, files.Length)};"
            + $" {modules.Count} modules loaded, recall {Share(modules.Count(loaded.Contains), modules.Count)}, precision {Share(loaded.Count(modules.Contains), loaded.Count)}");
        output.WriteLine($"missed: {string.Join(' ', missed)}; extra: {string.Join(' ', extra)}");

        Assert.Empty(missed);
        Assert.True(extra.Length * 20 <= all.Length, $"more than 5 % were not opened: {string.Join(' ', extra)}");

        // Compiled code imports modules of Python code by statements that leave nothing to read; what those open comes a little later in the prediction.
        Assert.True(inOrder * 10 >= files.Length * 9, $"only {inOrder} of {files.Length} files in the same order");
    }

    private static string Share(int part, int whole) => FormattableString.Invariant($"{100.0 * part / Math.Max(whole, 1):0.0} %");

    // The longest subsequence that rises: how many stand in the same order.
    private static int LongestRise(int[] places)
    {
        List<int> ends = [];
        foreach (int place in places)
        {
            int at = ends.BinarySearch(place);
            if (at < 0) at = ~at;
            if (at == ends.Count) ends.Add(place);
            else ends[at] = place;
        }

        return ends.Count;
    }
}
