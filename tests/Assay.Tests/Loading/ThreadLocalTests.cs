using Assay.Imports;
using Assay.Loading.Glibc;
using Assay.Targets;

namespace Assay.Tests.Loading;

/// <summary>The room for thread-local storage where no referee is at hand: aarch64, and older releases.</summary>
public sealed class ThreadLocalTests
{
    [Theory]
    [InlineData("2.31", Architecture.X86_64)]
    [InlineData("2.36", Architecture.X86_64)]
    [InlineData("2.31", Architecture.Arm64)]
    [InlineData("2.36", Architecture.Arm64)]
    public void About_a_dozen_blocks_the_size_of_libgomps_fit(string glibc, Architecture architecture)
    {
        LoaderMachine machine = new(glibc, architecture);
        for (int i = 0; i < 20; i++) machine.Add($"/sp/m{i}.so", $"shared\ntls size 136 align 8 initial-exec 1\noffers PyInit_m{i}");
        GlibcLoader loader = machine.Start();
        int loaded = Enumerable.Range(0, 20).TakeWhile(i => loader.LoadExtension($"m{i}", $"/sp/m{i}.so") is ExtensionOutcome.Loaded).Count();
        Assert.Equal(12, loaded);
    }

    [Theory]
    [InlineData(1664, true)]
    [InlineData(2600, false)]
    public void A_block_larger_than_the_surplus_never_fits(int size, bool fits)
    {
        LoaderMachine machine = new LoaderMachine("2.36", Architecture.Arm64).Add("/sp/x.so", $"shared\ntls size {size} align 8 initial-exec 1\noffers PyInit_x");
        Assert.Equal(fits ? "imports" : "ImportError: /sp/x.so: cannot allocate memory in static TLS block", machine.Says());
    }

    [Fact]
    public void An_alignment_above_the_programs_own_never_fits()
    {
        Assert.Equal("imports", new LoaderMachine().Add("/sp/x.so", "shared\ntls size 64 align 64 initial-exec 1\noffers PyInit_x").Says());
        Assert.Equal("ImportError: /sp/x.so: cannot allocate memory in static TLS block", new LoaderMachine().Add("/sp/x.so", "shared\ntls size 64 align 128 initial-exec 1\noffers PyInit_x").Says());
        Assert.Equal("imports", new LoaderMachine(interpreterNeeds: "tls size 8 align 128").Add("/sp/x.so", "shared\ntls size 64 align 128 initial-exec 1\noffers PyInit_x").Says());
    }

    [Fact]
    public void Storage_without_initial_exec_relocations_needs_no_room() =>
        Assert.Equal("imports", new LoaderMachine().Add("/sp/x.so", "shared\ntls size 100000 align 64\noffers PyInit_x").Says());
}
