using Assay.Binaries;
using Assay.Blas;
using Assay.Loading;
using Assay.Primitives;
using Assay.Targets;

namespace Assay.Tests.Blas;

/// <summary>What is said of the runtimes and pools of described processes.</summary>
public sealed class ThreadSurveyorTests
{
    private const string Llvm = "elf x86_64\nsoname libomp.so.5\noffers __kmpc_fork_call\noffers omp_get_max_threads";
    private const string Intel = "elf x86_64\nsoname libiomp5.so\noffers __kmpc_fork_call\noffers omp_get_max_threads";
    private const string Gnu = "elf x86_64\nsoname libgomp.so.1\noffers GOMP_parallel\noffers omp_get_max_threads";

    [Fact]
    public void Nothing_that_makes_threads()
    {
        ThreadRuntimes threads = Survey([("a.so", "elf x86_64\noffers PyInit_a")]);
        Assert.True(threads is { OpenMp.IsEmpty: true, Pools.IsEmpty: true, Clashes.IsEmpty: true, ForkHazards.IsEmpty: true, StaticTls.IsEmpty: true, AllowsDuplicates: false });
    }

    [Fact]
    public void One_runtime_for_two_packages()
    {
        ThreadRuntimes threads = Survey([("a.so", Uses("libgomp.so.1", "GOMP_parallel")), ("b.so", Uses("libgomp.so.1", "omp_get_max_threads")), ("libgomp.so.1", Gnu)]);
        OpenMpRuntime runtime = Assert.Single(threads.OpenMp);
        Assert.Equal((OpenMpFamily.Gnu, "/site/libgomp.so.1"), (runtime.Family, runtime.Path));
        Assert.Equal(["/site/a.so", "/site/b.so"], runtime.Users);
        Assert.Equal(["libgomp.so.1"], runtime.AskedForAs);
        Assert.Equal(["/site/a.so", "/site/libgomp.so.1"], runtime.Chain);
        Assert.Equal("OMP_NUM_THREADS", Assert.Single(threads.Pools).Variable);
        Assert.Equal(ForkHazardKind.GnuOpenMpHangs, Assert.Single(threads.ForkHazards).Kind);
        Assert.Empty(threads.Clashes);
    }

    [Fact]
    public void Two_copies_of_llvm()
    {
        ThreadRuntimes threads = Survey([("a.so", Uses("libomp-a1b2c3d4.so.5", "__kmpc_fork_call")), ("b.so", Uses("libomp.so.5", "__kmpc_fork_call")), ("libomp-a1b2c3d4.so.5", Llvm), ("libomp.so.5", Llvm)]);
        Assert.Equal([OpenMpClashKind.SameTwice, OpenMpClashKind.SeveralPools], threads.Clashes.Select(clash => clash.Kind));
        Assert.Equal(["/site/libomp-a1b2c3d4.so.5", "/site/libomp.so.5"], threads.Clashes[0].Runtimes.Select(runtime => runtime.Path));
        Assert.Empty(threads.ForkHazards);
    }

    [Fact]
    public void Intel_beside_llvm() => Assert.Equal(OpenMpClashKind.IntelBesideLlvm,
        Survey([("a.so", Uses("libiomp5.so", "__kmpc_fork_call")), ("b.so", Uses("libomp.so.5", "__kmpc_fork_call")), ("libiomp5.so", Intel), ("libomp.so.5", Llvm)]).Clashes[0].Kind);

    [Fact]
    public void Gnu_beside_llvm_is_only_two_pools() => Assert.Equal(OpenMpClashKind.SeveralPools,
        Assert.Single(Survey([("a.so", Uses("libgomp.so.1", "GOMP_parallel")), ("b.so", Uses("libomp.so.5", "__kmpc_fork_call")), ("libgomp.so.1", Gnu), ("libomp.so.5", Llvm)]).Clashes).Kind);

    [Fact]
    public void A_runtime_that_nobody_calls_has_no_threads()
    {
        ThreadRuntimes threads = Survey([("a.so", "elf x86_64\nneeds libgomp.so.1"), ("libgomp.so.1", Gnu)]);
        Assert.Single(threads.OpenMp);
        Assert.True(threads is { Pools.IsEmpty: true, ForkHazards.IsEmpty: true });
    }

    [Theory]
    [InlineData("TRUE", true)]
    [InlineData("1", true)]
    [InlineData("on", true)]
    [InlineData("yes", true)]
    [InlineData("0", false)]
    [InlineData("", false)]
    [InlineData("o", false)]
    [InlineData(null, false)]
    public void The_variable_that_lets_a_second_copy_run(string? value, bool allows) => Assert.Equal(allows, Survey([("a.so", "elf x86_64")], value).AllowsDuplicates);

    private static string Uses(string library, string symbol) => $"elf x86_64\nneeds {library}\nwants {symbol}";

    private static ThreadRuntimes Survey((string Name, string Description)[] files, string? duplicates = null)
    {
        MemoryMachine machine = new();
        foreach ((string name, string description) in files) machine.AddFile("/site/" + name, BinaryAssembler.Assemble(description));
        if (duplicates is not null) machine.SetVariable("KMP_DUPLICATE_LIB_OK", duplicates);
        using BinaryStore store = new(machine);
        StaticView view = new StaticView(Architecture.X86_64, store, files.Where(file => !file.Name.StartsWith("lib", StringComparison.Ordinal)).Select(file => "/site/" + file.Name), (_, need) => "/site/" + need.Name).Load();
        return new ThreadSurveyor(view, machine).Survey([]);
    }
}
