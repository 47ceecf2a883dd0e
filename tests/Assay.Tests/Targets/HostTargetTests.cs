using System.Globalization;
using Assay.Primitives;
using Assay.Targets;
using Assay.Targets.Cpu;
using Assay.Tests.Fixtures;

namespace Assay.Tests.Targets;

public sealed class HostTargetTests
{
    [Fact]
    public void Host_is_what_the_running_system_says()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "skipped: no Linux");
        Target host = HostTarget.Detect(new HostMachine());
        (_, string machine, _) = ChildProcess.Run(Needs.Program("uname"), ["-m"]);
        (_, string page, _) = ChildProcess.Run(Needs.Program("getconf"), ["PAGESIZE"]);
        Assert.Equal(machine.Trim(), TargetName.ArchitectureName(host.Architecture, host.Os));
        Assert.Equal(int.Parse(page, CultureInfo.InvariantCulture), host.PageSize);
        Assert.True(host.IsHost);
        (int exit, string libc, _) = ChildProcess.Run(Needs.Program("getconf"), ["GNU_LIBC_VERSION"]);
        if (exit == 0) Assert.Equal(libc.Trim(), $"glibc {host.LibcVersion}");
    }

    [Fact]
    public void Cpu_level_is_that_of_the_loader()
    {
        string loader = Needs.Existing("/lib64/ld-linux-x86-64.so.2", "x86-64 glibc");
        (_, string help, _) = ChildProcess.Run(loader, ["--help"]);
        string best = help.Split('\n').Where(line => line.Contains("(supported, searched)", StringComparison.Ordinal)).Select(line => line.Trim().Split(' ')[0]).FirstOrDefault() ?? "x86-64";
        Assert.Equal(best, HostTarget.Detect(new HostMachine()).Cpu);
    }

    [Fact]
    public void Platform_of_the_cpu_is_that_of_the_loader()
    {
        string loader = Needs.Existing("/lib64/ld-linux-x86-64.so.2", "x86-64 glibc");
        (int exit, string diagnostics, _) = ChildProcess.Run(loader, ["--list-diagnostics"]);
        Assert.SkipUnless(exit == 0, "skipped: a loader without --list-diagnostics");
        string platform = diagnostics.Split('\n').Single(line => line.StartsWith("dl_platform=", StringComparison.Ordinal));
        Assert.Equal(platform, $"dl_platform=\"{HostTarget.Detect(new HostMachine()).IntelPlatform?.Name ?? "x86_64"}\"");
    }

    [Theory]
    [InlineData("avx2 bmi1 bmi2 abm movbe popcnt fma", "haswell", false)]
    [InlineData("avx2 bmi1 bmi2 abm movbe popcnt", null, false)]
    [InlineData("avx2 bmi1 bmi2 abm movbe popcnt fma avx512cd avx512bw avx512dq avx512vl", "haswell", true)]
    [InlineData("avx2 bmi1 bmi2 abm movbe popcnt fma avx512cd avx512er avx512pf", "xeon_phi", false)]
    public void Intel_cpus_have_names_of_their_own(string flags, string? name, bool hasAvx512) => Assert.Equal(new IntelPlatform(name, hasAvx512), IntelPlatform.Of(CpuFeatureNames.OfLinux(flags.Split(' '), isArm: false)));

    [Theory]
    [InlineData("fpu sse sse2", "x86-64")]
    [InlineData("pni cx16 lahf_lm popcnt sse4_1 sse4_2 ssse3", "x86-64-v2")]
    [InlineData("abm avx avx2 bmi1 bmi2 f16c fma movbe xsave", "x86-64")]
    [InlineData("pni cx16 lahf_lm popcnt sse4_1 sse4_2 ssse3 abm avx avx2 bmi1 bmi2 f16c fma movbe xsave", "x86-64-v3")]
    [InlineData("pni cx16 lahf_lm popcnt sse4_1 sse4_2 ssse3 abm avx avx2 bmi1 bmi2 f16c fma movbe xsave avx512f avx512bw avx512cd avx512dq avx512vl", "x86-64-v4")]
    public void Levels_build_on_each_other(string flags, string level) => Assert.Equal(level, CpuLevel.Of(CpuFeatureNames.OfLinux(flags.Split(' '), isArm: false)));

    [Fact]
    public void Musl_says_its_version_too()
    {
        string loader = Needs.Existing("/lib/ld-musl-x86_64.so.1", "musl");
        (_, _, string banner) = ChildProcess.Run(loader, []);
        Assert.Equal(LibcKind.Musl, LibcFile.Read(new HostMachine(), loader, out PackedVersion? version));
        Assert.Contains($"Version {version}", banner, StringComparison.Ordinal);
    }

    [Fact]
    public void Root_without_programs_is_an_unknown_linux()
    {
        Target target = HostTarget.OfRoot(new MemoryMachine());
        Assert.Equal((OperatingSystemKind.Linux, Architecture.Unknown, LibcKind.None), (target.Os, target.Architecture, target.Libc));
    }

    [Fact]
    public void Root_is_described_by_its_shell()
    {
        MemoryMachine machine = new();
        machine.AddFile("/bin/sh", Assay.Binaries.BinaryAssembler.Assemble("elf aarch64 pie\ninterp /lib/ld-linux-aarch64.so.1\nneeds libc.so.6"));
        machine.AddLink("/lib/ld-linux-aarch64.so.1", "/lib/aarch64-linux-gnu/ld-linux-aarch64.so.1");
        machine.AddFile("/lib/aarch64-linux-gnu/ld-linux-aarch64.so.1", "");
        machine.AddFile("/lib/aarch64-linux-gnu/libc.so.6", "...GNU C Library (Debian GLIBC 2.41-12) stable release version 2.41.\nCopyright...");
        Assert.Equal("linux-glibc2.41-aarch64", HostTarget.OfRoot(machine).Name);
    }
}
