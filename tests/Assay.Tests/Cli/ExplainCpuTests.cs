using System.Text.Json;
using Assay.Primitives;

namespace Assay.Tests.Cli;

public sealed class ExplainCpuTests
{
    [Fact]
    public void A_target_tells_what_it_has_and_what_it_lacks()
    {
        CliOutcome run = InProcess.Run(["explain", "cpu", "--for", "linux-glibc2.36-aarch64,cpu=raspberry-pi-4", "--why-not", "cortex-a76"]);
        Assert.Equal((0, ""), (run.Status, run.Error));
        Assert.Equal(
            """
            target      linux-glibc2.36-aarch64, raspberry-pi-4
            processor   cortex-a72
            level       armv8-a
            has         FEAT_CRC32

            missing for cortex-a76:
              FEAT_LSE      raspberry-pi-4 has no such instructions
              FEAT_RDM      raspberry-pi-4 has no such instructions
              FEAT_FP16     raspberry-pi-4 has no such instructions
              FEAT_DotProd  raspberry-pi-4 has no such instructions
              FEAT_LRCPC    raspberry-pi-4 has no such instructions
              FEAT_AES      raspberry-pi-4 has no such instructions
              FEAT_PMULL    raspberry-pi-4 has no such instructions
              FEAT_SHA1     raspberry-pi-4 has no such instructions
              FEAT_SHA256   raspberry-pi-4 has no such instructions

            """,
            run.Output);
    }

    [Fact]
    public void What_is_not_announced_stands_by_itself()
    {
        CliOutcome run = InProcess.Run(["explain", "cpu", "--for", "macos-15-x86_64-rosetta", "--why-not", "avx512f"]);
        Assert.Contains("unannounced AVX AVX2 BMI1", run.Output, StringComparison.Ordinal);
        Assert.Contains("AVX512F  no release of rosetta runs it", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Nothing_missing_is_said_too()
    {
        Assert.EndsWith("\nnothing is missing for x86-64-v2\n", InProcess.Run(["explain", "cpu", "--for", "linux-x86_64,cpu=zen", "--why-not", "x86-64-v2"]).Output, StringComparison.Ordinal);
        Assert.EndsWith("\nwhether x86-64-v3 fits is not known\n", InProcess.Run(["explain", "cpu", "--for", "linux-x86_64", "--why-not", "x86-64-v3"]).Output, StringComparison.Ordinal);
    }

    // Linux in a virtual machine on an M4: the kernel announces SVE2 without SVE.
    [Fact]
    public void The_kernel_of_an_Arm_is_quoted()
    {
        MemoryMachine machine = new();
        machine.AddFile("/bin/sh", Assay.Binaries.BinaryAssembler.Assemble("elf aarch64 pie\ninterp /lib/ld-linux-aarch64.so.1\nneeds libc.so.6"));
        machine.AddFile("/proc/cpuinfo", "processor\t: 0\nFeatures\t: fp asimd atomics sve2\n");
        string text = InProcess.Run(["explain", "cpu", "--why-not", "armv9-a"], machine).Output;
        Assert.Contains("has         FEAT_LSE\nin name     FEAT_SVE2\n", text, StringComparison.Ordinal);
        Assert.Contains("FEAT_CRC32    the kernel does not announce it (bit 7 of AT_HWCAP, `crc32`)", text, StringComparison.Ordinal);
        Assert.Contains("FEAT_SVE2     the kernel announces it without FEAT_SVE, which it is an extension of: it cannot run", text, StringComparison.Ordinal);
    }

    [Fact]
    public void This_machine_answers_in_JSON_too()
    {
        using JsonDocument document = JsonDocument.Parse(InProcess.Run(["explain", "cpu", "--json", "--why-not", "zen5"]).Output);
        if (!OperatingSystem.IsLinux() || !System.Runtime.Intrinsics.X86.X86Base.IsSupported) Assert.Skip("skipped: no Linux on x86-64");
        Assert.Contains("SSE3", document.RootElement.GetProperty("features").EnumerateArray().Select(each => each.GetString()));
        Assert.Equal("zen5", document.RootElement.GetProperty("whyNot").GetProperty("name").GetString());
        Assert.All(document.RootElement.GetProperty("whyNot").GetProperty("missing").EnumerateArray(), each => Assert.NotEmpty(each.GetProperty("reason").GetString()!));
    }

    [Theory]
    [InlineData("--why-not quantum: no level, processor or feature of x86_64 is called that; nearest are", "explain", "cpu", "--for", "linux-x86_64,cpu=zen", "--why-not", "quantum")]
    [InlineData("--why-not apple-m1: no level, processor or feature of x86_64", "explain", "cpu", "--for", "linux-x86_64,cpu=zen", "--why-not", "apple-m1")]
    [InlineData("--for linux-x86_64,cpu=zne4: no processor is known as `zne4`; nearest are zen", "explain", "cpu", "--for", "linux-x86_64,cpu=zne4")]
    [InlineData("--why-not goes with `assay explain cpu`", "explain", "A101", "--why-not", "avx")]
    public void What_cannot_be_answered_gets_one_line(string expected, params string[] arguments)
    {
        CliOutcome run = InProcess.Run(arguments);
        Assert.Equal(2, run.Status);
        Assert.Contains(expected, run.Error, StringComparison.Ordinal);
    }
}
