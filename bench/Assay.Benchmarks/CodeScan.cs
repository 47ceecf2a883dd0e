using System.Diagnostics;
using System.Globalization;
using System.Numerics;
using System.Runtime.InteropServices;
using System.Text;
using Assay.Binaries;
using Assay.Binaries.Code;
using Assay.Binaries.Code.Survey;
using Assay.Primitives;
using Assay.Targets.Cpu;

namespace Assay.Benchmarks;

/// <summary>All code of the large libraries of linear algebra: the features it needs, beside what Capstone's groups say, and the speed beside that of memory.</summary>
internal static class CodeScan
{
    private const int Rounds = 7;

    // So often a file is surveyed, and so long is waited, before the first round: then the compiler is through with what runs often, as it is from the start in the published program.
    private const int WarmUps = 40, Settling = 500;

    /// <summary>Measures, and writes <c>results/code.md</c>.</summary>
    /// <param name="arguments">Files of x86-64 to compare; then <c>--arm64 FILE</c>.</param>
    public static int Run(string[] arguments)
    {
        int arm = Array.IndexOf(arguments, "--arm64");
        string[] files = [.. arguments.Where((word, at) => at != arm && at != arm + 1 && !word.StartsWith("--", StringComparison.Ordinal))];
        string root = WholeProcess.Root();
        string? real = Environment.GetEnvironmentVariable("ASSAY_ELFX86EXTS");
        string peer = real ?? Path.Combine(root, "artifacts", "capstone-groups");
        string prefix = Environment.GetEnvironmentVariable("ASSAY_CAPSTONE") is { } folder ? $"-I{folder}/usr/include -L{folder}/usr/lib/x86_64-linux-gnu -Wl,-rpath,{folder}/usr/lib/x86_64-linux-gnu" : "";
        string said = real is null ? WholeProcess.Shell($"cc -O2 {prefix} {root}/bench/Assay.Benchmarks/capstone-groups.c -lcapstone -o {peer} >&2") : "";
        if (!File.Exists(peer))
        {
            Console.Error.WriteLine("needs elfx86exts (ASSAY_ELFX86EXTS), or a C compiler and libcapstone-dev (or where it is unpacked, in ASSAY_CAPSTONE): " + said);
            return 1;
        }

        string program = Path.Combine(root, "artifacts", "assay", "assay");
        if (!File.Exists(program))
        {
            Console.Error.WriteLine($"needs {program}: `dotnet run dev.cs -- publish` makes it");
            return 1;
        }

        StringBuilder table = new();
        table.Append(CultureInfo.InvariantCulture, $"# All code of a library, {WholeProcess.Processor()}, {Environment.ProcessorCount} processors\n\n");
        table.Append(CultureInfo.InvariantCulture, $"{Rounds} alternating rounds, medians, warm caches. {(real is null ? "The peer is a stand-in for elfx86exts: its method - Capstone over every section of code - in C." : $"The peer is elfx86exts ({WholeProcess.Shell($"{real} --version >&2").Trim()}), a whole process each time; the survey opens the file anew in a process that has warmed up.")}\n\n");
        table.Append("`check` does not survey: it follows what runs when the library is loaded, with nothing taken for granted but the baseline.\n\n");
        table.Append("`show --code` is the published program, a whole process like the peer, on the registers of 16 bytes that every processor has; the survey in a running process uses wider ones where they are there.\n\n");
        table.Append("| file | survey | peer | ratio | `show --code` | ratio | followed by `check` | ratio | code | both say | only the survey | only the peer |\n|---|--:|--:|--:|--:|--:|--:|--:|--:|---|---|---|\n");
        foreach (string file in files)
        {
            List<double> ours = [], theirs = [], shown = [], followed = [];
            CodeSurvey survey = WarmUp(file);
            for (int round = 0; round < Rounds; round++)
            {
                theirs.Add(WholeProcess.Seconds($"{peer} {file}"));
                Stopwatch watch = Stopwatch.StartNew();
                survey = Survey(file);
                ours.Add(watch.Elapsed.TotalSeconds);
                shown.Add(WholeProcess.Seconds($"{program} show --code {file}"));
                watch.Restart();
                Follow(file);
                followed.Add(watch.Elapsed.TotalSeconds);
            }

            (string both, string mine, string others) = CodeGroups.Compare(survey, WholeProcess.Shell($"{peer} {file} >&2"));
            table.Append(CultureInfo.InvariantCulture, $"| {Path.GetFileName(file)} | {WholeProcess.Median(ours) * 1000:0.0} ms | {WholeProcess.Median(theirs) * 1000:0} ms | {WholeProcess.Median(ours) / WholeProcess.Median(theirs):0.0000} | {WholeProcess.Median(shown) * 1000:0} ms | {WholeProcess.Median(shown) / WholeProcess.Median(theirs):0.0000} | {WholeProcess.Median(followed) * 1000:0.0} ms | {WholeProcess.Median(followed) / WholeProcess.Median(theirs):0.0000} | {survey.CodeSize / 1048576.0:0.0} MiB | {both} | {mine} | {others} |\n");
        }

        table.Append("\nLeft out of the comparison is what every processor for 64-bit code has (MODE64, CMOV, MMX, SSE1, SSE2, the FPU) and NOVLX, which is no feature of a processor. 3DNow is named for AMD's `prefetch`, which has a feature of its own and does not fault without it.\n");
        if (arm >= 0 && arm + 1 < arguments.Length) Bandwidth(arguments[arm + 1], table);
        string path = Path.Combine(root, "bench", "results", "code.md");
        File.WriteAllText(path, table.ToString());
        Console.WriteLine(table);
        return 0;
    }

    // Both on one processor only: the survey would use all.
    private static void Bandwidth(string file, StringBuilder table)
    {
        using Process self = Process.GetCurrentProcess();
        if (OperatingSystem.IsLinux()) self.ProcessorAffinity = 1;
        long[] memory = new long[1 << 25];
        Array.Fill(memory, 3);
        List<double> reads = [], scans = [];
        long size = 0, sum = 0;
        for (int round = 0; round < Rounds; round++)
        {
            Stopwatch watch = Stopwatch.StartNew();
            sum += Sum(memory);
            reads.Add(memory.Length * 8L / watch.Elapsed.TotalSeconds);
            watch.Restart();
            size = Survey(file).CodeSize;
            scans.Add(size / watch.Elapsed.TotalSeconds);
        }

        double read = WholeProcess.Median(reads), scan = WholeProcess.Median(scans);
        table.Append(CultureInfo.InvariantCulture, $"\n{Path.GetFileName(file)} for aarch64, {size / 1048576.0:0.0} MiB of code, on one processor: {scan / 1e9:0.00} GB/s, {scan / read:P0} of the {read / 1e9:0.00} GB/s at which it adds up an array of 256 MiB{(sum == 0 ? " " : "")}.\n");
    }

    private static long Sum(ReadOnlySpan<long> values)
    {
        Vector<long> a = Vector<long>.Zero, b = a, c = a, d = a;
        ReadOnlySpan<Vector<long>> vectors = MemoryMarshal.Cast<long, Vector<long>>(values);
        for (int i = 0; i + 4 <= vectors.Length; i += 4) (a, b, c, d) = (a + vectors[i], b + vectors[i + 1], c + vectors[i + 2], d + vectors[i + 3]);
        return Vector.Sum(a + b + c + d);
    }

    // Opened anew each time: a tool that is started anew has read nothing either.
    private static void Follow(string file)
    {
        using BinaryStore store = new(new HostMachine());
        CpuFeatures lacking = new([.. Enum.GetValues<CpuFeature>()]);
        CodeImage code = CodeImages.Of(store.Get(file, out _)!.Images[0])!;
        CodeWalk walk = new(code, lacking);
        foreach (CodeRoot root in code.Initialisers) _ = walk.From(root);
    }

    private static CodeSurvey WarmUp(string file)
    {
        for (int i = 0; i < WarmUps; i++) Survey(file);
        Thread.Sleep(Settling);
        return Survey(file);
    }

    private static CodeSurvey Survey(string file)
    {
        using BinaryStore store = new(new HostMachine());
        return CodeSurvey.Of(store.Get(file, out _)!.Images[0]);
    }
}
