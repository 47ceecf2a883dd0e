using System.Globalization;
using System.Text;

namespace Assay.Benchmarks;

/// <summary>
/// What 200 installed distributions add to the check of a module that reaches none of them: metadata is read, requirements are checked, RECORD stays closed. Peers
/// over the same environment in the same rounds: <c>pip check</c> and Python's own <c>importlib.metadata</c>.
/// </summary>
internal static class ManyDistributions
{
    private const int Count = 200;
    private const string Peer = "from importlib.metadata import distributions; print(sum(len(d.requires or []) + len(d.metadata['Name'] + d.version) for d in distributions()))";

    /// <summary>Measures.</summary>
    /// <param name="arguments"><c>--rounds N</c>: how often each command runs (default 11); <c>--program COMMAND</c>: what is measured in place of the published program.</param>
    public static int Run(string[] arguments)
    {
        string root = WholeProcess.Root(), program = Option("--program") ?? Path.Combine(root, "artifacts", "assay", "assay");
        string table = Measure(program, int.Parse(Option("--rounds") ?? "11", CultureInfo.InvariantCulture));
        string path = Path.Combine(root, "bench", "results", "distributions.md");
        File.WriteAllText(path, table);
        Console.WriteLine(table);
        Console.WriteLine(path);
        return 0;

        string? Option(string name) => Array.IndexOf(arguments, name) is >= 0 and int at && at + 1 < arguments.Length ? arguments[at + 1] : null;
    }

    private static string Measure(string program, int rounds)
    {
        string folder = Directory.CreateTempSubdirectory("assay-bench-").FullName;
        try
        {
            string few = Make(folder, "few", 0), many = Make(folder, "many", Count);
            (string Name, string Command)[] commands =
            [
                ("`assay check ENV --import trivial`, 1 distribution", $"{program} check {few} --import trivial"),
                ($"the same, {Count + 1} distributions", $"{program} check {many} --import trivial"),
                ($"`assay check ENV`, all imports of {Count + 1} distributions", $"{program} check {many}"),
                ($"`importlib.metadata`, names and requirements of {Count + 1} distributions", $"{many}/bin/python -c \"{Peer}\""),
                ($"`pip check`, {Count + 1} distributions", $"/usr/bin/python3 -m pip --disable-pip-version-check --python {many}/bin/python check"),
            ];
            List<double>[] times = [.. commands.Select(_ => new List<double>())];
            for (int round = -2; round < rounds; round++)
            {
                for (int number = 0; number < commands.Length; number++)
                {
                    // pip takes seconds.
                    if (number == commands.Length - 1 && round % 4 != 0) continue;
                    double seconds = WholeProcess.Seconds(commands[number].Command);
                    if (round >= 0) times[number].Add(seconds);
                }
            }

            StringBuilder table = new();
            table.Append(CultureInfo.InvariantCulture, $"# {WholeProcess.Processor()}, {Environment.ProcessorCount} processors\n\n");
            table.Append(CultureInfo.InvariantCulture, $"{rounds} alternating rounds, medians; the fastest run in brackets. Every distribution has METADATA of 5 to 20 kB and RECORD of 50 to 300 lines.\n\n");
            table.Append("| command | time | beside `importlib.metadata` |\n|---|--:|--:|\n");
            double peer = WholeProcess.Median(times[3]);
            for (int number = 0; number < commands.Length; number++)
                table.Append(CultureInfo.InvariantCulture, $"| {commands[number].Name} | {WholeProcess.Median(times[number]) * 1000:0} ms ({times[number].Min() * 1000:0}) | {WholeProcess.Median(times[number]) / peer:0.00} |\n");
            double added = WholeProcess.Median(times[1]) - WholeProcess.Median(times[0]);
            table.Append(CultureInfo.InvariantCulture, $"\n{Count} distributions add {added * 1000:0} ms; at most 30 are aimed at.\n");
            return table.ToString();
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static string Make(string folder, string name, int distributions)
    {
        string path = Path.Combine(folder, name);
        WholeProcess.Shell($"/usr/bin/python3 -m venv --without-pip {path}");
        string site = Directory.GetDirectories(Path.Combine(path, "lib"), "python3*").Single() + "/site-packages";
        File.WriteAllText(Path.Combine(site, "trivial.py"), "answer = 42\n");
        Install(site, "trivial", ["trivial.py"], [], 5000, null);
        Random random = new(7);
        for (int number = 0; number < distributions; number++)
        {
            string package = $"package_{number:000}";
            Directory.CreateDirectory(Path.Combine(site, package));
            File.WriteAllText(Path.Combine(site, package, "__init__.py"), "answer = 42\n");
            string[] files = [.. Enumerable.Range(0, random.Next(50, 300)).Select(file => file == 0 ? package + "/__init__.py" : $"{package}/folder_{file % 7}/module_{file:000}.py")];
            foreach (string directory in files.Select(file => Path.GetDirectoryName(Path.Combine(site, file))!).Distinct()) Directory.CreateDirectory(directory);
            foreach (string file in files.Skip(1)) File.WriteAllText(Path.Combine(site, file), "x = 1\n");
            string[] requirements =
            [
                .. Enumerable.Range(0, random.Next(0, 12)).Select(_ => $"package-{random.Next(distributions):000}>=0.9,<3"),
                .. Enumerable.Range(0, random.Next(0, 25)).Select(_ => $"pytest-plugin-{random.Next(90)}>=2.1; python_version < \"3.13\" and extra == \"test\""),
            ];
            Install(site, package, files, requirements, random.Next(5_000, 20_000), number % 2 == 0 ? package : null);
        }

        return path;
    }

    private static void Install(string site, string package, string[] files, string[] requirements, int size, string? topLevel)
    {
        string info = Directory.CreateDirectory(Path.Combine(site, package + "-1.0.dist-info")).FullName;
        StringBuilder metadata = new();
        metadata.Append(CultureInfo.InvariantCulture, $"Metadata-Version: 2.1\nName: {package.Replace('_', '-')}\nVersion: 1.0\nSummary: Something that many want\nAuthor: Ada\nLicense: MIT\n");
        for (int line = 0; line < 18; line++) metadata.Append(CultureInfo.InvariantCulture, $"Classifier: Programming Language :: Python :: 3.{line}\n");
        metadata.Append("Requires-Python: >=3.8\n");
        foreach (string requirement in requirements) metadata.Append(CultureInfo.InvariantCulture, $"Requires-Dist: {requirement}\n");
        metadata.Append('\n');
        while (metadata.Length < size) metadata.Append("A long description in Markdown, as most projects have one, with badges and examples.\n");
        File.WriteAllText(Path.Combine(info, "METADATA"), metadata.ToString());
        File.WriteAllText(Path.Combine(info, "WHEEL"), "Wheel-Version: 1.0\nGenerator: bdist_wheel\nRoot-Is-Purelib: true\nTag: py3-none-any\n");
        File.WriteAllText(Path.Combine(info, "INSTALLER"), "pip\n");
        if (topLevel is not null) File.WriteAllText(Path.Combine(info, "top_level.txt"), topLevel + "\n");
        string hash = "sha256=" + new string('A', 43);
        File.WriteAllText(Path.Combine(info, "RECORD"), string.Concat(files.Select(file => $"{file},{hash},{new FileInfo(Path.Combine(site, file)).Length}\n")) + $"{package}-1.0.dist-info/METADATA,{hash},{size}\n{package}-1.0.dist-info/RECORD,,\n");
    }
}
