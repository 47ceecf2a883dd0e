using Assay.Binaries;
using Assay.Primitives;
using BenchmarkDotNet.Attributes;

namespace Assay.Benchmarks;

/// <summary>The readers alone: headers, then the symbols that a loader would look up.</summary>
[MemoryDiagnoser]
public class ReaderBenchmarks
{
    private readonly HostMachine machine = new();

    /// <summary>A file of the host; <c>ASSAY_BENCH_FILE</c> names another.</summary>
    private static string Subject => Environment.GetEnvironmentVariable("ASSAY_BENCH_FILE") ?? typeof(object).Assembly.Location;

    [Benchmark]
    public int Headers()
    {
        using BinaryFile file = BinaryFiles.Read(machine.Open(Subject, out _)!);
        return file.Images.Sum(image => image.Needs.Length);
    }

    [Benchmark]
    public int Symbols()
    {
        using BinaryFile file = BinaryFiles.Read(machine.Open(Subject, out _)!);
        return file.Images.Sum(image => image.WantedSymbols.Count + image.Offers.All.Count());
    }
}
