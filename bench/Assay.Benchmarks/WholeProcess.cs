using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Assay.Benchmarks;

/// <summary>Times whole processes side by side and writes the table that is committed.</summary>
internal static partial class WholeProcess
{
    private const string Packages = "/usr/lib/python3/dist-packages";

    /// <summary>Measures.</summary>
    /// <param name="arguments"><c>--rounds N</c>: how often each command runs (default 11).</param>
    public static int Run(string[] arguments)
    {
        string root = Root();
        string program = Path.Combine(root, "artifacts", "assay", "assay");
        if (!File.Exists(program) || !Directory.Exists(Packages + "/sklearn"))
        {
            Console.Error.WriteLine("needs the published program and Debian's python3-sklearn");
            return 1;
        }

        string[] files = [.. new[] { "numpy", "scipy", "sklearn" }.SelectMany(package => Directory.EnumerateFiles(Path.Combine(Packages, package), "*.so", SearchOption.AllDirectories)).Order(StringComparer.Ordinal)];
        string list = string.Join(' ', files);
        (string Name, string Command, int Share)[] commands =
        [
            ("`python3 -c \"import sklearn\"`", "/usr/bin/python3 -c 'import sklearn'", 1),
            ("`assay check /usr --import sklearn`", $"{program} check /usr --import sklearn", 1),
            ("`assay check /usr` (everything installed)", $"{program} check /usr", 1),
            ($"`libtree` on {files.Length} extensions", $"libtree {list}", 1),
            ($"`ldd` on {files.Length} extensions", $"ldd {list}", 4),
        ];
        int rounds = Array.IndexOf(arguments, "--rounds") is >= 0 and int at && at + 1 < arguments.Length ? int.Parse(arguments[at + 1], CultureInfo.InvariantCulture) : 11;
        List<double>[] times = [.. commands.Select(_ => new List<double>())];
        for (int round = -1; round < rounds; round++)
            for (int index = 0; index < commands.Length; index++)
            {
                // The first round warms the caches; what takes seconds runs less often.
                if (round > 0 && round % commands[index].Share != 0) continue;
                double seconds = Seconds(commands[index].Command);
                if (round >= 0) times[index].Add(seconds);
            }

        StringBuilder table = new();
        string processor = Processor();
        table.Append(CultureInfo.InvariantCulture, $"# {processor}, {Environment.ProcessorCount} processors\n\n");
        table.Append(CultureInfo.InvariantCulture, $"{rounds} alternating rounds, medians; load average {File.ReadAllText("/proc/loadavg").Split(' ')[0]} at the end of the run.\n\n");
        table.Append("| command | time | of the import | peak memory |\n|---|--:|--:|--:|\n");
        double import = Median(times[0]);
        for (int index = 0; index < commands.Length; index++)
        {
            double median = Median(times[index]);
            table.Append(CultureInfo.InvariantCulture, $"| {commands[index].Name} | {median * 1000:0} ms | {median / import:0.000} | {Kilobytes(commands[index].Command) / 1024.0:0.0} MB |\n");
        }

        string path = Path.Combine(root, "bench", "results", NotAName().Replace(processor, "-").Trim('-') + ".md");
        File.WriteAllText(path, table.ToString());
        Console.WriteLine(table);
        Console.WriteLine(path);
        return 0;
    }

    // bash starts the command from a small process and measures to the millisecond; the status of a verdict is no failure here.
    private static double Seconds(string command) => double.Parse(Shell($"TIMEFORMAT=%3R; time {{ {command} >/dev/null 2>&1; }}").Trim(), CultureInfo.InvariantCulture);

    // GNU time reports the high-water mark of its child in kilobytes (%M).
    private static double Kilobytes(string command) => double.Parse(Shell($"/usr/bin/time -f %M {command} 2>&1 >/dev/null | tail -n 1 >&2").Trim(), CultureInfo.InvariantCulture);

    private static string Shell(string script)
    {
        ProcessStartInfo start = new("/bin/bash", ["-c", script]) { RedirectStandardError = true };
        start.Environment["LC_ALL"] = "C";
        using Process process = Process.Start(start)!;
        string text = process.StandardError.ReadToEnd();
        process.WaitForExit();
        return text;
    }

    private static double Median(List<double> values)
    {
        values.Sort();
        return values[values.Count / 2];
    }

    private static string Processor() => File.ReadLines("/proc/cpuinfo").FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal))?.Split(':')[1].Trim() ?? "unknown";

    private static string Root()
    {
        for (DirectoryInfo? directory = new(AppContext.BaseDirectory); directory is not null; directory = directory.Parent)
            if (File.Exists(Path.Combine(directory.FullName, "Assay.slnx"))) return directory.FullName;
        throw new InvalidOperationException("run from a build inside the repository");
    }

    [GeneratedRegex("[^A-Za-z0-9]+")]
    private static partial Regex NotAName();
}
