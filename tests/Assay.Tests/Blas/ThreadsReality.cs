using Assay.Blas;
using Assay.Tests.Fixtures;
using Assay.Tests.Reality;

namespace Assay.Tests.Blas;

/// <summary>OpenMP runtimes and pools of threads in real processes: who is there, who calls whom, and how it ends.</summary>
[Trait("speed", "slow")]
public sealed class ThreadsReality(DebianAlternatives debian) : IClassFixture<DebianAlternatives>
{
    // A product, a fork, and the same product in the child, which gets five seconds.
    private const string Fork = """
        import numpy, os, sys, time
        a = numpy.ones((600, 600))
        a @ a
        child = os.fork()
        if child == 0:
            a @ a
            os._exit(0)
        for tick in range(50):
            ended, status = os.waitpid(child, os.WNOHANG)
            if ended:
                print("ends", status)
                break
            time.sleep(0.1)
        else:
            os.kill(child, 9)
            print("hangs")
        """;

    [Fact]
    public void Scikit_learn_and_lightgbm_have_a_libgomp_each()
    {
        string venv = Needs.Asset("venv");
        LoaderBindings real = LoaderBindings.Of([Path.Combine(venv, "bin", "python3")], "sklearn.cluster lightgbm");
        Assert.Null(real.Failure);
        ThreadRuntimes threads = LoadedProcess.Threads(venv, null, "sklearn.cluster", "lightgbm");
        Assert.Equal(real.Pools, [.. threads.OpenMp.Select(runtime => $"openmp {runtime.Path}").Concat(threads.Pools.Where(pool => pool.Layer == ThreadingLayer.Pthreads).Select(pool => $"openblas {pool.Path}")).Order(StringComparer.Ordinal)]);
        Assert.Equal(2, threads.OpenMp.Length);
        foreach (OpenMpRuntime runtime in threads.OpenMp)
        {
            // By whom the loader gave its functions to, not by who asks for it.
            string[] callers = [.. real.All.Where(binding => binding.Provider == runtime.Path && binding.Consumer != runtime.Path && (binding.Symbol.StartsWith("GOMP_", StringComparison.Ordinal) || binding.Symbol.StartsWith("omp_", StringComparison.Ordinal))).Select(binding => binding.Consumer).Distinct().Order(StringComparer.Ordinal)];
            Assert.NotEmpty(callers);
            Assert.Equal(callers, runtime.Users.Order(StringComparer.Ordinal));
            Assert.Equal(runtime.Path, runtime.Chain[^1]);
            Assert.Contains(runtime.Chain[^2], callers);
        }

        Assert.Equal(OpenMpClashKind.SeveralPools, Assert.Single(threads.Clashes).Kind);
        Assert.Equal(4, threads.Pools.Length);
        Assert.Equal(2, threads.StaticTls.Count(demand => threads.OpenMp.Any(runtime => runtime.Path == demand.Path)));
    }

    [Theory]
    [InlineData("openblas-pthread", "ends 0")]
    [InlineData("openblas-openmp", "hangs")]
    public void A_product_after_a_fork(string flavour, string outcome)
    {
        Needs.Require(Environment.ProcessorCount > 1, "second processor");
        foreach (string library in (string[])["libblas.so.3", "liblapack.so.3", "libopenblas.so.0"]) debian.Choose(library, flavour);
        (_, string output, string error) = ChildProcess.Run(debian.Python[0], [.. debian.Python[1..], "-c", Fork], [new("OMP_NUM_THREADS", "2"), new("OPENBLAS_NUM_THREADS", null)]);
        Assert.True(output.Trim() == outcome, output + error);
        ThreadRuntimes threads = LoadedProcess.Threads("/usr", debian.Root, "numpy");
        Assert.Equal(outcome == "hangs", threads.ForkHazards.Any(hazard => hazard.Kind == ForkHazardKind.GnuOpenMpHangs));
        Assert.Equal(outcome == "hangs" ? ThreadingLayer.OpenMp : ThreadingLayer.Pthreads, Assert.Single(threads.Pools).Layer);
    }

    [Fact]
    public void Two_copies_of_llvms_runtime_abort_the_process()
    {
        string libomp = Needs.Existing("/usr/lib/llvm-14/lib/libomp.so.5", "libomp of LLVM");
        using TemporaryDirectory folder = new();
        foreach (string name in (string[])["a", "b"])
        {
            File.Copy(libomp, Path.Combine(folder.Path, $"libomp-{name}.so.5"));
            Shell.Run(Needs.Program("patchelf"), "--set-soname", $"libomp-{name}.so.5", Path.Combine(folder.Path, $"libomp-{name}.so.5"));
            string source = folder.File($"{name}.c", $$"""
                extern int omp_get_max_threads(void);
                extern void *PyModule_Create2(void *, int);
                static struct { long count; void *type; void *init; long index; void *copy; const char *name; const char *doc; long size; void *a, *b, *c, *d, *e; } def = {1, 0, 0, 0, 0, "{{name}}", 0, -1, 0, 0, 0, 0, 0};
                void *PyInit_{{name}}(void) { return omp_get_max_threads() > 0 ? PyModule_Create2(&def, 1013) : 0; }
                """);
            Shell.Run(Needs.Program("gcc"), "-shared", "-fPIC", "-o", Path.Combine(folder.Path, name + ".so"), source, $"-L{folder.Path}", $"-l:libomp-{name}.so.5", "-Wl,-rpath,$ORIGIN");
        }

        (int status, _, string error) = Import([]);
        Assert.Equal(134, status);
        Assert.Contains("OMP: Error #15", error, StringComparison.Ordinal);
        Assert.Equal(0, Import([new("KMP_DUPLICATE_LIB_OK", "1")]).ExitCode);
        ThreadRuntimes threads = LoadedProcess.Threads("/usr", null, Path.Combine(folder.Path, "a.so"), Path.Combine(folder.Path, "b.so"));
        Assert.Equal(OpenMpClashKind.SameTwice, threads.Clashes[0].Kind);
        Assert.Equal([OpenMpFamily.Llvm, OpenMpFamily.Llvm], threads.Clashes[0].Runtimes.Select(runtime => runtime.Family));

        (int ExitCode, string Output, string Error) Import(KeyValuePair<string, string?>[] variables) =>
            ChildProcess.Run(Needs.DebianPython(), ["-c", "import a, b"], [new("PYTHONPATH", folder.Path), .. variables], folder.Path);
    }

    [Fact]
    public void On_aarch64_only_the_relocations_tell_that_libgomp_wants_a_fixed_place()
    {
        using TemporaryDirectory folder = new();
        string root = Path.Combine(folder.Path, "root");
        Shell.CopyByLinks(Needs.Asset("arm64"), root);
        Shell.CopyByLinks(Needs.Asset("site-arm64-learn"), Path.Combine(root, "opt/site"));
        string extension = Path.GetFileName(Directory.GetFiles(Path.Combine(root, "opt/site/sklearn/utils"), "_openmp_helpers.*.so").Single());
        ThreadRuntimes threads = LoadedProcess.Threads("/usr", root, "/opt/site/sklearn/utils/" + extension);
        string runtime = Assert.Single(threads.OpenMp).Path;
        StaticTlsDemand demand = Assert.Single(threads.StaticTls);
        Assert.Equal((runtime, 0x78L, 8L), (demand.Path, demand.Bytes, demand.Alignment));
        string flags = Shell.Run(Needs.Program("readelf"), "-dW", root + runtime), relocations = Shell.Run("readelf", "-rW", root + runtime);
        Assert.DoesNotContain("STATIC_TLS", flags, StringComparison.Ordinal);
        Assert.Equal(relocations.Split("R_AARCH64_TLS_TPREL").Length - 1, demand.Relocations);
    }
}
