using Assay.Blas;
using Assay.Targets;
using Assay.Targets.Cpu;

namespace Assay.Tests.Blas;

/// <summary>Every entry of the catalogue fires on a release that has the fault, and not on its neighbours: a release before or after, another processor, a wheel with the cure.</summary>
public sealed class KnownFaultTests
{
    private const string Linux = "linux-glibc2.36-x86_64", Arm = "linux-glibc2.36-aarch64", Mac = "macos-15-arm64", Windows = "windows-11-x86_64";

    // A kernel from before SVE, and a virtual machine that gives an M4 Arm's own number: what no name of a target says.
    private const string OldKernel = " without SVE", Parallels = " in Parallels";

    public static TheoryData<string, string?, string> Affected => new()
    {
        { "OB-ZEN17", "0.2.19", Linux + ",cpu=zen" },
        { "OB-AVX512-GEMM", "0.3.4", Linux + ",cpu=skylake-avx512" },
        { "OB-AVX512-GEMM", "0.3.6", Linux + ",cpu=cascadelake" },
        { "OB-AVX512-GEMM", "0.3.5.dev", Linux + ",cpu=cascadelake" },
        { "OB-AVX512-SGEMM", "0.3.14", Linux + ",cpu=cooperlake" },
        { "OB-ARM-DNRM2", "0.3.15", Arm + ",cpu=neoverse-n1" },
        { "OB-M1-X18", "0.3.17", "macos-12-arm64" },
        { "OB-M1-X18", "0.3.13", "macos-12-arm64" },
        { "OB-M1-EIG", "0.3.21", Mac },
        { "OB-M1-W18", "0.3.18", Mac },
        { "OB-M1-W18", "0.3.23", Mac },
        { "OB-V1-LAPACK", "0.3.21", Arm + ",cpu=neoverse-v1" },
        { "OB-LU-NAN", "0.3.21", Linux },
        { "OB-LU-NAN", "0.3.20.dev", Linux },
        { "OB-LU-SUBNORMAL", "0.3.22", Linux },
        { "OB-SVE-DOT", "0.3.22", Arm + ",cpu=neoverse-v1" },
        { "OB-SVE-DOT", "0.3.26.44.1", Arm + ",cpu=neoverse-v1" },
        { "OB-NRM2", "0.3.26", Arm + ",cpu=neoverse-n1" },
        { "OB-WIN-THREADS", "0.3.27.44.3", Windows },
        { "OB-WIN-THREADS", "0.3.26", Windows },
        { "OB-CONCURRENT-GEMM", "0.3.28", Linux },
        { "OB-CONCURRENT-GEMM", "0.3.30.0.1", Linux },
        { "OB-SVE-UNSEEN", "0.3.22", Arm + ",cpu=neoverse-v1" + OldKernel },
        { "OB-SVE-UNSEEN", "0.3.23.dev", Arm + ",cpu=graviton3" + OldKernel },
        { "OB-SME-WITHOUT-SVE", "0.3.31", Arm + ",cpu=apple-m4" + Parallels },
        { "OB-M4-SGEMM", "0.3.30", Mac + ",cpu=apple-m4-pro" },
        { "OB-M4-SSYRK", "0.3.33.112.0", Mac + ",cpu=apple-m4" },
        { "OB-M4-SSYRK", "0.3.33", Mac + ",cpu=apple-m4" },
        { "OB-M4-SSYRK-EARLIER", "0.3.31.188.0", Mac + ",cpu=apple-m4" },
        { "OB-V2-FLOAT32", "0.3.31.126.1", Arm + ",cpu=neoverse-v2" },
        { "OB-ARM-SDOT", "0.3.32", Arm + ",cpu=neoverse-n1" },
        { "OB-RACE-034", "0.3.33", Linux },
        { "OB-FORK-031", "0.3.30", Linux },
        { "BLIS-FIRESTORM", "2.0", Mac },
        { "ACC-FPE", null, Mac + ",cpu=apple-m4" },
        { "ACC-ZGEMV", null, "macos-26.5-arm64,cpu=apple-m2" },
        { "NP-FPE-DEADLOCK", "2024.2", "linux-glibc2.28-x86_64" },
    };

    public static TheoryData<string, string?, string> Healthy => new()
    {
        { "OB-ZEN17", "0.2.20", Linux + ",cpu=zen" },
        { "OB-ZEN17", "0.2.19", Linux + ",cpu=haswell" },
        { "OB-AVX512-GEMM", "0.3.3", Linux + ",cpu=skylake-avx512" },
        { "OB-AVX512-GEMM", "0.3.7", Linux + ",cpu=skylake-avx512" },
        { "OB-AVX512-GEMM", "0.3.6.dev", Linux + ",cpu=skylake-avx512" },
        { "OB-AVX512-GEMM", "0.3.5", Linux + ",cpu=zen4" },
        { "OB-AVX512-GEMM", "0.3.5", Linux + ",cpu=haswell" },
        { "OB-AVX512-GEMM", "0.3.5", Linux },
        { "OB-AVX512-GEMM", null, Linux + ",cpu=skylake-avx512" },
        { "OB-AVX512-SGEMM", "0.3.15", Linux + ",cpu=cooperlake" },
        { "OB-ARM-DNRM2", "0.3.16", Arm + ",cpu=neoverse-n1" },
        { "OB-ARM-DNRM2", "0.3.15", Arm },
        { "OB-M1-X18", "0.3.18", Mac },
        { "OB-M1-X18", "0.3.17", "macos-12-x86_64" },
        { "OB-M1-EIG", "0.3.22", Mac },
        { "OB-M1-EIG", "0.3.18", Mac },
        { "OB-M1-W18", "0.3.24", Mac },
        { "OB-M1-W18", "0.3.23.dev", Mac },
        { "OB-V1-LAPACK", "0.3.22", Arm + ",cpu=neoverse-v1" },
        { "OB-LU-NAN", "0.3.22", Linux },
        { "OB-LU-NAN", "0.3.21.dev", Linux },
        { "OB-LU-SUBNORMAL", "0.3.23", Linux },
        { "OB-LU-SUBNORMAL", "0.3.21.9.0", Linux },
        { "OB-SVE-DOT", "0.3.28", Arm + ",cpu=neoverse-v1" },
        { "OB-SVE-DOT", "0.3.27", Arm + ",cpu=neoverse-n1" },
        { "OB-NRM2", "0.3.27", Arm + ",cpu=neoverse-n1" },
        { "OB-WIN-THREADS", "0.3.27.44.4", Windows },
        { "OB-WIN-THREADS", "0.3.25", Windows },
        { "OB-WIN-THREADS", "0.3.27", Linux },
        { "OB-CONCURRENT-GEMM", "0.3.27", Linux },
        { "OB-CONCURRENT-GEMM", "0.3.31", Linux },
        { "OB-CONCURRENT-GEMM", "0.3.30.0.7", Linux },
        { "OB-CONCURRENT-GEMM", "0.3.30.443.0", Linux },
        { "OB-M4-SGEMM", "0.3.31", Mac + ",cpu=apple-m4" },
        { "OB-M4-SGEMM", "0.3.30", Mac + ",cpu=apple-m3" },
        { "OB-M4-SSYRK", "0.3.34", Mac + ",cpu=apple-m4" },
        { "OB-M4-SSYRK", "0.3.33.200.0", Mac + ",cpu=apple-m4" },
        { "OB-M4-SSYRK", "0.3.33", Mac + ",cpu=apple-m1" },
        { "OB-M4-SSYRK", "0.3.33", Mac },
        { "OB-M4-SSYRK-EARLIER", "0.3.30", Mac + ",cpu=apple-m4" },
        { "OB-M4-SSYRK-EARLIER", "0.3.33", Mac + ",cpu=apple-m4" },
        { "OB-V2-FLOAT32", "0.3.31.188.0", Arm + ",cpu=neoverse-v2" },
        { "OB-V2-FLOAT32", "0.3.30", Arm + ",cpu=neoverse-v2" },
        { "OB-ARM-SDOT", "0.3.34", Arm + ",cpu=neoverse-n1" },
        { "OB-ARM-SDOT", "0.3.31", Arm + ",cpu=neoverse-n1" },
        { "OB-SVE-UNSEEN", "0.3.22", Arm + ",cpu=neoverse-v1" },
        { "OB-SVE-UNSEEN", "0.3.24", Arm + ",cpu=neoverse-v1" + OldKernel },
        { "OB-SVE-UNSEEN", "0.3.22", Arm + ",cpu=neoverse-n1" },
        { "OB-SME-WITHOUT-SVE", "0.3.31", Arm + ",cpu=apple-m4" },
        { "OB-SME-WITHOUT-SVE", "0.3.31", Arm + ",cpu=neoverse-n1" },
        { "OB-SME-WITHOUT-SVE", "0.3.29", Arm + ",cpu=apple-m4" + Parallels },
        { "OB-RACE-034", "0.3.34", Linux },
        { "OB-FORK-031", "0.3.31", Linux },
        { "OB-FORK-031", "0.3.30.0.7", Linux },
        { "BLIS-FIRESTORM", "2.1", Mac },
        { "BLIS-FIRESTORM", null, Mac },
        { "ACC-FPE", null, Mac + ",cpu=apple-m1" },
        { "ACC-ZGEMV", null, "macos-26.4-arm64,cpu=apple-m2" },
        { "NP-FPE-DEADLOCK", "2024.2", Linux },
    };

    [Theory]
    [MemberData(nameof(Affected))]
    public void A_release_with_the_fault_is_told(string id, string? version, string target) => Assert.True(Entry(id).IsMet(Library(id, version), Target(target), Caller(id)));

    [Theory]
    [MemberData(nameof(Healthy))]
    public void Its_neighbours_are_not(string id, string? version, string target) => Assert.False(Entry(id).IsMet(Library(id, version), Target(target), Caller(id)));

    [Fact]
    public void Every_entry_has_both_cases_a_source_and_its_own_name()
    {
        Assert.Equal(KnownFaults.All.Select(fault => fault.Id).Order(StringComparer.Ordinal), Affected.Select(row => row.Data.Item1).Distinct().Order(StringComparer.Ordinal));
        Assert.Equal(KnownFaults.All.Select(fault => fault.Id).Order(StringComparer.Ordinal), Healthy.Select(row => row.Data.Item1).Distinct().Order(StringComparer.Ordinal));
        foreach (KnownFault fault in KnownFaults.All)
        {
            Assert.NotEmpty(fault.Sources);
            Assert.All(fault.Sources, source => Assert.StartsWith("https://", source, StringComparison.Ordinal));
            Assert.False(fault.Effect.EndsWith('.'), fault.Effect);
            Assert.False(fault is { Level: FaultLevel.Warning, Confidence: FaultConfidence.Low }, fault.Id);
        }
    }

    [Theory]
    [InlineData("numpy", "2.3.4", true)]
    [InlineData("numpy", "2.3.5", false)]
    [InlineData("scipy", "1.17.1", false)]
    [InlineData("scipy", "1.16.3", true)]
    public void A_wheel_that_is_known_to_carry_the_cure_is_well_whatever_its_library_calls_itself(string distribution, string version, bool isMet)
    {
        BlasLibrary bundled = Library("OB-CONCURRENT-GEMM", "0.3.30") with { Path = $"/v/site-packages/{distribution}.libs/libscipy_openblas.so" };
        Assert.Equal(isMet, Entry("OB-CONCURRENT-GEMM").IsMet(bundled, Target(Linux), (distribution, version)));

        // The same caller above a library of the system is not cured by its wheel.
        Assert.True(Entry("OB-CONCURRENT-GEMM").IsMet(Library("OB-CONCURRENT-GEMM", "0.3.30"), Target(Linux), (distribution, version)));
    }

    [Fact]
    public void What_needs_a_choice_at_run_time_or_threads_is_not_told_of_a_library_without()
    {
        BlasLibrary fixedKernel = Library("OB-M4-SSYRK", "0.3.33") with { Kernels = new KernelChoice(false, []) };
        Assert.False(Entry("OB-M4-SSYRK").IsMet(fixedKernel, Target(Mac + ",cpu=apple-m4")));
        BlasLibrary sequential = Library("OB-CONCURRENT-GEMM", "0.3.29") with { Threading = ThreadingLayer.Sequential };
        Assert.False(Entry("OB-CONCURRENT-GEMM").IsMet(sequential, Target(Linux)));
    }

    [Fact]
    public void Another_implementation_with_the_same_number_is_not_meant() =>
        Assert.DoesNotContain(KnownFaults.Of(new BlasLibrary("/usr/lib/libblis.so.4", BlasImplementation.Blis) { Version = "0.3.5" }, Target(Linux + ",cpu=cascadelake")), fault => fault.Implementation == BlasImplementation.OpenBlas);

    private static KnownFault Entry(string id) => KnownFaults.All.Single(fault => fault.Id == id);

    private static (string, string?)? Caller(string id) => Entry(id).Consumers.IsEmpty ? null : ("numpy", id == "ACC-FPE" ? "2.3.0" : "2.4.4");

    private static BlasLibrary Library(string id, string? version) => new("/usr/lib/libopenblas.so.0", Entry(id).Implementation)
    {
        Version = version,
        Threading = ThreadingLayer.Pthreads,
        Kernels = new KernelChoice(true, []),
    };

    private static Target Target(string name)
    {
        Assert.True(TargetName.TryParse(name.Replace(OldKernel, "", StringComparison.Ordinal).Replace(Parallels, "", StringComparison.Ordinal), out Target? target, out string? problem), problem);
        return name.EndsWith(OldKernel, StringComparison.Ordinal) ? target! with { Features = target.Features - new CpuFeatures(CpuFeature.ArmSve) }
            : name.EndsWith(Parallels, StringComparison.Ordinal) ? target! with { Processor = new Processor(ProcessorVendor.Arm, null, false) } : target!;
    }
}
