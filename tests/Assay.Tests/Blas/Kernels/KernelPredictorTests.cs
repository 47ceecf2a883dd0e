using Assay.Blas;
using Assay.Blas.Kernels;
using Assay.Targets;

namespace Assay.Tests.Blas.Kernels;

/// <summary>Choices of kernels on processors and by releases that cannot be emulated here; those that can are held against the libraries themselves (KernelChoiceReality).</summary>
public sealed class KernelPredictorTests
{
    private const string Linux = "linux-glibc2.36-x86_64", Arm = "linux-glibc2.36-aarch64";

    // The tables of Debian's builds, of wheels' for x86-64, and of a plain build for Arm.
    private const string All = "ATHLON ATOM BANIAS BARCELONA BOBCAT BULLDOZER COOPERLAKE COPPERMINE CORE2 DUNNINGTON EXCAVATOR HASWELL KATMAI NANO NEHALEM NORTHWOOD OPTERON OPTERON_SSE3 PENRYN PILEDRIVER PRESCOTT SANDYBRIDGE SAPPHIRERAPIDS SKYLAKEX STEAMROLLER ZEN";
    private const string NoOlder = "ATHLON BANIAS BARCELONA BULLDOZER COOPERLAKE COPPERMINE CORE2 EXCAVATOR HASWELL KATMAI NEHALEM NORTHWOOD PILEDRIVER PRESCOTT SANDYBRIDGE SKYLAKEX STEAMROLLER ZEN";
    private const string Wheel = "HASWELL NEHALEM PRESCOTT SANDYBRIDGE SKYLAKEX";
    private const string MacWheel = "CORE2 HASWELL NEHALEM PRESCOTT SANDYBRIDGE SKYLAKEX";
    private const string ArmAll = "A64FX ARMV8 ARMV8SVE ARMV9SME CORTEXA53 CORTEXA57 EMAG8180 NEOVERSEN1 NEOVERSEN2 NEOVERSEV1 THUNDERX THUNDERX2T99 THUNDERX3T110 TSV110";
    private const string ArmList = "ARMV8 CORTEXA57 NEOVERSEN1";

    public static TheoryData<string, string, string, string, string?> OpenBlasChoices => new()
    {
        // Release, tables, target, name, and a word of what is poor about it.
        { "0.3.8", All, Linux + ",cpu=zen3", "Barcelona", "AVX2" },
        { "0.3.11", All, Linux + ",cpu=zen3", "Zen", null },
        { "0.3.20", All, Linux + ",cpu=zen5", "Barcelona", "AVX2" },
        { "0.3.21", All, Linux + ",cpu=zen5", "Cooperlake", null },
        { "0.3.21", Wheel, Linux + ",cpu=zen5", "SkylakeX", null },
        { "0.3.21", All, Linux + ",cpu=emeraldrapids", "Prescott", "AVX2" },
        { "0.3.25", All, Linux + ",cpu=emeraldrapids", "Cooperlake", null },
        { "0.3.21", Wheel, Linux + ",cpu=raptorlake", "Katmai", "AVX2" },
        { "0.3.25", Wheel, Linux + ",cpu=raptorlake", "Haswell", null },
        { "0.3.23", All, Linux + ",cpu=sapphirerapids", "Cooperlake", null },
        { "0.3.24", All, Linux + ",cpu=sapphirerapids", "SapphireRapids", null },
        { "0.3.24", Wheel, Linux + ",cpu=sapphirerapids", "SkylakeX", null },
        { "0.3.18", All, Linux + ",cpu=meteorlake", "Prescott", "AVX2" },
        { "0.3.19", All, Linux + ",cpu=meteorlake", "Haswell", null },
        { "0.3.10", All, Linux + ",cpu=icelake-client", "unknown", null },
        { "0.3.16", All, Linux + ",cpu=icelake-server", "unknown", null },
        { "0.3.19", All, Linux + ",cpu=icelake-server", "SkylakeX", null },
        { "0.3.15", All, Linux + ",cpu=icelake-server", "Prescott", "AVX2" },
        { "0.3.34", All, Linux + ",cpu=qemu64", "Barcelona", null },
        { "0.3.33", All, Linux + ",cpu=qemu64", "Opteron", null },
        { "0.3.33", NoOlder, Linux + ",cpu=qemu64", "Core2", null },
        { "0.3.9", NoOlder, Linux + ",cpu=silvermont", "unknown", null },
        { "0.3.30", NoOlder, Linux + ",cpu=bonnell", "unknown", null },
        { "0.3.30", "PRESCOTT NEHALEM SANDYBRIDGE", Linux + ",cpu=haswell", "Sandybridge", "AVX2" },
        { "0.3.30", "PRESCOTT", Linux + ",cpu=haswell", "Katmai", "AVX2" },
        { "0.3.31.188.0", Wheel, Linux + ",cpu=haswell", "Haswell", null },
        { "0.3.34.481.3", Wheel, Linux + ",cpu=haswell", "unknown", null },
        { "0.3.35", Wheel, Linux + ",cpu=haswell", "unknown", null },
        { "0.2.20", All, Linux + ",cpu=haswell", "unknown", null },
        { "0.3.24.dev", Wheel, Linux + ",cpu=raptorlake", "unknown", null },
        { "0.3.30", Wheel, Linux, "unknown", null },
        { "0.3.30", Wheel, Linux + ",cpu=x86-64-v3", "unknown", null },
        { "0.3.30", "", Linux + ",cpu=haswell", "unknown", null },
        { "0.3.31.188.0", MacWheel, "macos-14-x86_64-rosetta", "Nehalem", "translator" },
        { "0.3.31.188.0", MacWheel, "macos-14-x86_64,cpu=haswell", "Haswell", null },
        { "0.3.31.188.0", MacWheel, "macos-14-x86_64", "unknown", null },
        { "0.3.32", ArmAll, Arm + ",cpu=raspberry-pi-5", "armv8", "large cores" },
        { "0.3.33", ArmAll, Arm + ",cpu=raspberry-pi-5", "cortexa57", null },
        { "0.3.33", ArmList, Arm + ",cpu=raspberry-pi-5", "armv8", "large cores" },
        { "0.3.32", ArmAll, Arm + ",cpu=raspberry-pi-4", "cortexa57", null },
        { "0.3.32", ArmAll, Arm + ",cpu=cortex-a35", "armv8", null },
        { "0.3.20", ArmAll, Arm + ",cpu=graviton3", "armv8", "large cores" },
        { "0.3.21", ArmAll, Arm + ",cpu=graviton3", "neoversev1", null },
        { "0.3.29", ArmAll, Arm + ",cpu=graviton4", "neoversev1", null },
        { "0.3.30", ArmAll, Arm + ",cpu=graviton4", "unknown", null },
        { "0.3.34", ArmAll, Arm + ",cpu=graviton4", "neoversev2", null },
        { "0.3.34", ArmAll, Arm + ",cpu=graviton2", "neoversen1", null },
        { "0.3.34", ArmList, Arm + ",cpu=graviton3", "armv8", "large cores" },
        { "0.3.29", ArmAll, Arm + ",cpu=ampereone", "armv8", "large cores" },
        { "0.3.34", ArmAll, Arm + ",cpu=ampereone", "neoversen1", null },
        { "0.3.25", ArmAll, Arm + ",cpu=apple-m1", "armv8", "large cores" },
        { "0.3.34", ArmAll, Arm + ",cpu=apple-m1", "neoversen1", null },
        { "0.3.32", ArmAll, "macos-14-arm64,cpu=apple-m1", "neoversen1", null },
        { "0.3.32", ArmAll, "macos-14-arm64,cpu=apple-m4", "unknown", null },
        { "0.3.29", ArmAll, "macos-14-arm64", "neoversen1", null },
        { "0.3.29", ArmAll, "windows-11-arm64,cpu=oryon", "unknown", null },
    };

    [Theory]
    [MemberData(nameof(OpenBlasChoices))]
    public void OpenBlas_chooses(string version, string tables, string target, string name, string? shortfall)
    {
        KernelPrediction? prediction = KernelPredictor.Of(OpenBlas(version, tables), Target(target));
        Assert.NotNull(prediction);
        Assert.Equal(name, prediction.Name ?? "unknown");
        Assert.Equal(prediction.Name is null, prediction.Unknown is not null);
        if (shortfall is null) Assert.Null(prediction.Shortfall);
        else Assert.Contains(shortfall, prediction.Shortfall, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("0.3.21", All, Linux + ",cpu=emeraldrapids", "SkylakeX", false, true)]
    [InlineData("0.3.14", All, Linux + ",cpu=zen5", "Haswell", false, true)]
    [InlineData("0.3.30", "PRESCOTT NEHALEM", Linux + ",cpu=haswell", null, true, true)]
    [InlineData("0.3.21", ArmAll, Arm + ",cpu=cortex-a76", "NEOVERSEN1", false, true)]
    [InlineData("0.3.21", "ARMV8 CORTEXA53", Arm + ",cpu=cortex-a76", null, false, true)]
    [InlineData("0.3.34", ArmList, Arm + ",cpu=graviton3", "NEOVERSEN1", true, true)]
    [InlineData("0.3.34", ArmAll, Arm + ",cpu=cortex-a78", "NEOVERSEN1", false, false)]
    [InlineData("0.3.30", MacWheel, "macos-14-x86_64-rosetta", null, false, false)]
    public void What_would_be_better_is_told(string version, string tables, string target, string? better, bool isBuiltWithout, bool isCuredLater)
    {
        KernelPrediction prediction = KernelPredictor.Of(OpenBlas(version, tables), Target(target))!;
        Assert.NotNull(prediction.Shortfall);
        Assert.Equal(better, prediction.Better);
        Assert.Equal(isBuiltWithout, prediction.IsBuiltWithout);
        Assert.Equal(isCuredLater, prediction.IsCuredLater);
    }

    [Theory]
    [InlineData("zen2", "zen2", false)]
    [InlineData("zen3", "zen3", false)]
    [InlineData("zen5", "generic", true)]
    [InlineData("haswell", "haswell", false)]
    [InlineData("nehalem", "penryn", false)]
    [InlineData("icelake-server", "unknown", false)]
    [InlineData("piledriver", "piledriver", false)]
    public void Blis_chooses(string cpu, string name, bool isPoor)
    {
        KernelPrediction prediction = KernelPredictor.Of(Blis("0.9.0"), Target($"{Linux},cpu={cpu}"))!;
        Assert.Equal(name, prediction.Name ?? "unknown");
        Assert.Equal(isPoor, prediction.Shortfall is not null);
    }

    [Theory]
    [InlineData("Intel(R) Xeon(R) Platinum 8375C CPU @ 2.90GHz", "skx")]
    [InlineData("Intel(R) Xeon(R) Processor", "haswell")]
    [InlineData("Intel(R) Xeon(R) Gold 6338 CPU @ 2.00GHz", "unknown")]
    [InlineData("Intel(R) Core(TM) i9-7900X CPU @ 3.30GHz", "skx")]
    public void Blis_reads_the_name_on_the_box(string brand, string name)
    {
        Target target = Target(Linux + ",cpu=icelake-server");
        Assert.Equal(name, KernelPredictor.Of(Blis("0.9.0"), target with { Models = target.Models! with { Brand = brand } })!.Name ?? "unknown");
    }

    [Fact]
    public void Blis_of_other_makers_and_releases_is_not_known()
    {
        Target target = Target(Linux + ",cpu=zen3");
        Assert.Null(KernelPredictor.Of(Blis("0.8.1"), target)!.Name);
        Assert.Null(KernelPredictor.Of(Blis("0.9.0") with { Kernels = new KernelChoice(true, []) }, target)!.Name);
    }

    [Fact]
    public void A_library_for_one_processor_chooses_nothing_and_one_whose_rules_are_secret_is_not_known()
    {
        Target target = Target(Linux + ",cpu=zen3");
        Assert.Null(KernelPredictor.Of(OpenBlas("0.3.21", "HASWELL") with { Kernels = new KernelChoice(false, []) }, target));
        Assert.NotNull(KernelPredictor.Of(new BlasLibrary("/usr/lib/libmkl_rt.so", BlasImplementation.Mkl) { Kernels = new KernelChoice(true, []) }, target)!.Unknown);
    }

    [Fact]
    public void A_variable_decides()
    {
        Target target = Target(Linux + ",cpu=zen3");
        Assert.Equal("Zen", KernelPredictor.Of(OpenBlas("0.3.21", All), target)!.Name);
        Assert.Contains("OPENBLAS_CORETYPE", KernelPredictor.Of(OpenBlas("0.3.21", All), target, "Haswell")!.Unknown, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("9999999999.3.1")]
    [InlineData("0.3.2147483647.1")]
    [InlineData("-1.2.3")]
    public void A_version_that_makes_no_sense_is_not_known(string version) => Assert.Null(KernelPredictor.Of(OpenBlas(version, Wheel), Target(Linux + ",cpu=haswell"))!.Name);

    private static BlasLibrary OpenBlas(string version, string tables) => new("/usr/lib/libopenblas.so.0", BlasImplementation.OpenBlas)
    {
        Version = version,
        Kernels = new KernelChoice(true, tables.Length == 0 ? [] : [.. tables.Split(' ')]),
    };

    private static BlasLibrary Blis(string version) => new("/usr/lib/x86_64-linux-gnu/blis-pthread/libblis.so.4", BlasImplementation.Blis)
    {
        Version = version,
        Kernels = new KernelChoice(true, BlisKernels.BuiltWith("/usr/lib/x86_64-linux-gnu/blis-pthread/libblis.so.4")),
    };

    private static Target Target(string name)
    {
        Assert.True(TargetName.TryParse(name, out Target? target, out string? problem), problem);
        return target!;
    }
}
