using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Assay.Benchmarks;

/// <summary>Times whole processes side by side and writes the table that is committed.</summary>
internal static partial class WholeProcess
{
    private const string Packages = "/usr/lib/python3/dist-packages";

    private sealed record Subject(string Name, string Command, int Share, int Against)
    {
        /// <summary>Seconds of the whole process, or of what a command measures itself.</summary>
        public List<double> Times { get; } = [];

        /// <summary>True when the command prints its own milliseconds, without the start of the process.</summary>
        public bool IsInside { get; init; }
    }

    /// <summary>Measures.</summary>
    /// <param name="arguments"><c>--rounds N</c>: how often each command runs (default 11).</param>
    public static int Run(string[] arguments)
    {
        string root = Root();
        string program = Path.Combine(root, "artifacts", "assay", "assay");
        string managed = Path.Combine(root, "artifacts", "bin", "Assay.Cli", "release", "Assay.Cli.dll");
        if (!File.Exists(program) || !File.Exists(managed) || !Directory.Exists(Packages + "/sklearn"))
        {
            Console.Error.WriteLine("needs the published program, the built one and Debian's python3-sklearn");
            return 1;
        }

        string[] files = [.. new[] { "numpy", "scipy", "sklearn" }.SelectMany(package => Directory.EnumerateFiles(Path.Combine(Packages, package), "*.so", SearchOption.AllDirectories)).Order(StringComparer.Ordinal)];
        string list = string.Join(' ', files);
        List<Subject> subjects = [];
        foreach (string module in (ReadOnlySpan<string>)["sklearn", "pandas", "matplotlib.pyplot", "scipy.stats"])
            Compare("/usr/bin/python3", $"{program} check /usr", module, "");
        if (Environment.GetEnvironmentVariable("ASSAY_ASSETS") is { } assets && Directory.Exists(Path.Combine(assets, "venv")))
            Compare(Path.Combine(assets, "venv", "bin", "python"), $"{program} check {Path.Combine(assets, "venv")}", "sklearn", " of wheels");
        subjects.Add(new Subject("`assay check /usr` (everything installed)", $"{program} check /usr", 1, 0));
        subjects.Add(new Subject("`dotnet Assay.Cli.dll check /usr --import sklearn`", $"dotnet {managed} check /usr --import sklearn", 2, 0));
        int libtree = subjects.Count;
        subjects.Add(new Subject($"`libtree` on {files.Length} extensions", $"libtree {list}", 1, libtree));
        subjects.Add(new Subject($"`ldd` on {files.Length} extensions", $"ldd {list}", 4, libtree));
        subjects.Add(new Subject($"Assay's loader on {files.Length} extensions, inside a running process (1)", $"dotnet {typeof(WholeProcess).Assembly.Location} --closure /usr {list}", 4, libtree) { IsInside = true });

        int rounds = Array.IndexOf(arguments, "--rounds") is >= 0 and int at && at + 1 < arguments.Length ? int.Parse(arguments[at + 1], CultureInfo.InvariantCulture) : 11;
        for (int round = -1; round < rounds; round++)
        {
            foreach (Subject subject in subjects)
            {
                // The first round warms the caches; what takes seconds runs less often.
                if (round > 0 && round % subject.Share != 0) continue;
                double seconds = subject.IsInside ? double.Parse(Shell($"{subject.Command} >&2").Trim(), CultureInfo.InvariantCulture) / 1000 : Seconds(subject.Command);
                if (round >= 0) subject.Times.Add(seconds);
            }
        }

        string processor = Processor();
        string table = Table(processor, rounds, subjects);
        string path = Path.Combine(root, "bench", "results", NotAName().Replace(processor, "-").Trim('-') + ".md");
        File.WriteAllText(path, table);
        Console.WriteLine(table);
        Console.WriteLine(path);
        return 0;

        void Compare(string python, string assay, string module, string note)
        {
            int number = subjects.Count;
            subjects.Add(new Subject($"`python3 -c \"import {module}\"`{note}", $"{python} -c 'import {module}'", 1, number));
            subjects.Add(new Subject($"`assay check --import {module}`{note}", $"{assay} --import {module}", 1, number));
        }
    }

    private static string Table(string processor, int rounds, List<Subject> subjects)
    {
        StringBuilder table = new();
        table.Append(CultureInfo.InvariantCulture, $"# {processor}, {Environment.ProcessorCount} processors\n\n");
        table.Append(CultureInfo.InvariantCulture, $"{rounds} alternating rounds, medians, warm caches; the fastest run in brackets. Load average {File.ReadAllText("/proc/loadavg").Split(' ')[0]} at the end of the run:\n");
        table.Append("above the number of processors, others worked on this machine at the same time. Ratios are to the line that a group starts with.\n\n");
        table.Append("| command | time | ratio | peak memory |\n|---|--:|--:|--:|\n");
        foreach (Subject subject in subjects)
        {
            double median = Median(subject.Times);
            string ratio = subjects[subject.Against] == subject ? "1" : (median / Median(subjects[subject.Against].Times)).ToString("0.00", CultureInfo.InvariantCulture);
            string memory = subject.IsInside ? "" : string.Create(CultureInfo.InvariantCulture, $"{Kilobytes(subject.Command) / 1024.0:0.0} MB");
            table.Append(CultureInfo.InvariantCulture, $"| {subject.Name} | {median * 1000:0} ms ({subject.Times.Min() * 1000:0}) | {ratio} | {memory} |\n");
        }

        table.Append("\n(1) The command line has no way of asking for the closure of given files, so the library is called in a process that is warm: the time is without the start\n");
        table.Append("of a process and without compiling at run time. It judges versions, symbols and thread-local storage too, which `libtree` does not.\n");
        return table.ToString();
    }

    // bash starts the command from a small process and measures to the millisecond; the status of a verdict is no failure here.
    internal static double Seconds(string command) => double.Parse(Shell($"TIMEFORMAT=%3R; time {{ {command} >/dev/null 2>&1; }}").Trim(), CultureInfo.InvariantCulture);

    // GNU time reports the high-water mark of its child in kilobytes (%M).
    private static double Kilobytes(string command) => double.Parse(Shell($"/usr/bin/time -f %M {command} 2>&1 >/dev/null | tail -n 1 >&2").Trim(), CultureInfo.InvariantCulture);

    internal static string Shell(string script)
    {
        ProcessStartInfo start = new("/bin/bash", ["-c", script]) { RedirectStandardError = true };
        start.Environment["LC_ALL"] = "C";
        using Process process = Process.Start(start)!;
        string text = process.StandardError.ReadToEnd();
        process.WaitForExit();
        return text;
    }

    internal static double Median(List<double> values)
    {
        values.Sort();
        return values[values.Count / 2];
    }

    internal static string Processor() => File.ReadLines("/proc/cpuinfo").FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal))?.Split(':')[1].Trim() ?? "unknown";

    internal static string Root()
    {
        for (DirectoryInfo? directory = new(AppContext.BaseDirectory); directory is not null; directory = directory.Parent)
            if (File.Exists(Path.Combine(directory.FullName, "Assay.slnx"))) return directory.FullName;
        throw new InvalidOperationException("run from a build inside the repository");
    }

    [GeneratedRegex("[^A-Za-z0-9]+")]
    private static partial Regex NotAName();
}
