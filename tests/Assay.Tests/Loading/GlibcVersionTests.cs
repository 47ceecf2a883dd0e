using Assay.Diagnostics;
using Assay.Imports;
using Assay.Loading;
using Assay.Targets;

namespace Assay.Tests.Loading;

/// <summary>What differs between versions of glibc, each rule on both sides of its change.</summary>
public sealed class GlibcVersionTests
{
    private const string Extension = "shared\nneeds libc.so.6\nwants PyModule_Create2\nwants puts GLIBC_2.2.5 from libc.so.6\noffers PyInit_x";

    [Theory]
    [InlineData("2.17")]
    [InlineData("2.31")]
    [InlineData("2.36")]
    [InlineData("2.42")]
    public void A_plain_extension_imports_everywhere(string glibc) => Assert.Equal("imports", new LoaderMachine(glibc).Add("/sp/x.so", Extension).Says());

    [Theory]
    [InlineData("2.34", 4096, 0x1000, "imports")]
    [InlineData("2.34", 65536, 0x1000, "ImportError: /sp/x.so: ELF load command alignment not page-aligned")]
    [InlineData("2.35", 65536, 0x1000, "ImportError: /sp/x.so: ELF load command address/offset not page-aligned")]
    [InlineData("2.34", 65536, 0x10000, "imports")]
    [InlineData("2.35", 65536, 0x10000, "imports")]
    public void Alignment_counts_until_2_34_and_congruence_alone_afterwards(string glibc, int pageSize, int alignment, string expected) =>
        Assert.Equal(expected, new LoaderMachine(glibc).On(target => target with { PageSize = pageSize }).Add("/sp/x.so", Extension + $"\nload align 0x{alignment:x}").Says());

    [Fact]
    public void From_2_35_on_a_small_alignment_is_no_fault_when_the_file_is_congruent() =>
        Assert.Equal("imports", new LoaderMachine("2.35", Architecture.Arm64).On(target => target with { PageSize = 65536 }).Add("/sp/x.so", "shared\nwants PyModule_Create2\noffers PyInit_x\nload align 0x1000 congruent 0x10000").Says());

    [Theory]
    [InlineData("2.40", "rwx", "imports")]
    [InlineData("2.41", "rwx", "ImportError: /sp/x.so: cannot enable executable stack as shared object requires: Invalid argument")]
    [InlineData("2.40", "absent", "imports")]
    [InlineData("2.41", "absent", "ImportError: /sp/x.so: cannot enable executable stack as shared object requires: Invalid argument")]
    [InlineData("2.41", "rw", "imports")]
    public void An_executable_stack_is_given_until_2_40(string glibc, string stack, string expected) =>
        Assert.Equal(expected, new LoaderMachine(glibc).Add("/sp/x.so", Extension + "\nstack " + stack).Says());

    [Fact]
    public void A_stack_that_is_executable_already_serves_in_2_41_too() =>
        Assert.Equal("imports", new LoaderMachine("2.41", interpreterNeeds: "stack rwx").Add("/sp/x.so", Extension + "\nstack rwx").Says());

    [Fact]
    public void On_aarch64_a_file_that_says_nothing_of_its_stack_asks_for_nothing() =>
        Assert.Equal("imports", new LoaderMachine("2.41", Architecture.Arm64).Add("/sp/x.so", "shared\nwants PyModule_Create2\noffers PyInit_x\nstack absent").Says());

    [Theory]
    [InlineData("2.40", "exit 127")]
    [InlineData("2.41", "imports")]
    public void A_library_that_lost_its_versions_stops_the_process_until_2_40(string glibc, string expected) =>
        Assert.Equal(expected, new LoaderMachine(glibc).Add("/usr/lib/libf.so", "shared\nsoname libf.so\noffers f").Add("/sp/x.so", "shared\nneeds libf.so\nwants f F_1 from libf.so\noffers PyInit_x").Says());

    [Theory]
    [InlineData("2.35", "ImportError: /lib/libc.so.6: version `GLIBC_ABI_DT_RELR' not found (required by /sp/x.so)")]
    [InlineData("2.30", "ImportError: /lib/libc.so.6: version `GLIBC_ABI_DT_RELR' not found (required by /sp/x.so)")]
    public void Packed_relocations_are_unknown_before_2_36(string glibc, string expected) =>
        Assert.Equal(expected, new LoaderMachine(glibc).Add("/sp/x.so", Extension + "\nrelr\nversions libc.so.6 GLIBC_2.2.5 GLIBC_ABI_DT_RELR").Says());

    [Fact]
    public void Packed_relocations_that_are_not_announced_are_refused_from_2_36_on() =>
        Assert.Equal("ImportError: /sp/x.so: DT_RELR without GLIBC_ABI_DT_RELR dependency", new LoaderMachine("2.36").Add("/sp/x.so", Extension + "\nrelr").Says());

    [Theory]
    [InlineData("2.29", "cannot dynamically load", false)]
    [InlineData("2.30", "cannot dynamically load position-independent executable", true)]
    public void A_position_independent_program_is_refused_from_2_30_on(string glibc, string text, bool refused) =>
        Assert.Equal(refused, new LoaderMachine(glibc).Add("/sp/x.so", "pie\nflags1 PIE\noffers PyInit_x").Says().Contains(text, StringComparison.Ordinal));

    [Theory]
    [InlineData("2.38", false)]
    [InlineData("2.39", true)]
    public void A_candidate_behind_a_file_counts_as_absent_from_2_39_on(string glibc, bool goesOn)
    {
        LoaderMachine machine = new LoaderMachine(glibc).Add("/two/libf.so", "shared\noffers f").Add("/sp/x.so", "shared\nneeds libf.so\nrunpath /one:/two\nwants f\noffers PyInit_x");
        machine.Files.AddFile("/one/file", "no directory");
        machine.Files.AddLink("/one/libf.so", "file/libf.so");
        Assert.Equal(goesOn ? "imports" : "ImportError: libf.so: cannot open shared object file: No such file or directory", machine.Says());
    }

    [Theory]
    [InlineData("2.32", "x86-64-v3", "imports")]
    [InlineData("2.33", "x86-64-v3", "ImportError: /usr/lib/glibc-hwcaps/x86-64-v3/libf.so: invalid ELF header")]
    [InlineData("2.33", "x86-64-v2", "imports")]
    [InlineData("2.33", null, "imports")]
    public void Named_subdirectories_are_searched_from_2_33_on_by_cpus_of_their_level(string glibc, string? cpu, string expected)
    {
        LoaderMachine machine = new LoaderMachine(glibc).On(target => target with { Cpu = cpu }).Add("/usr/lib/libf.so", "shared\noffers f").Add("/sp/x.so", "shared\nneeds libf.so\nwants f\noffers PyInit_x");
        machine.Files.AddFile("/usr/lib/glibc-hwcaps/x86-64-v3/libf.so", new string('g', 100));
        Assert.Equal(expected, machine.Says());
    }

    [Theory]
    [InlineData("2.36", "ImportError: /usr/lib/tls/libf.so: invalid ELF header")]
    [InlineData("2.37", "imports")]
    public void Legacy_subdirectories_are_searched_until_2_36(string glibc, string expected)
    {
        LoaderMachine machine = new LoaderMachine(glibc).Add("/usr/lib/libf.so", "shared\noffers f").Add("/sp/x.so", "shared\nneeds libf.so\nwants f\noffers PyInit_x");
        machine.Files.AddFile("/usr/lib/tls/libf.so", new string('g', 100));
        Assert.Equal(expected, machine.Says());
    }

    [Theory]
    [InlineData("2.32", "x86-64-v2", "imports")]
    [InlineData("2.33", "x86-64-v2", "ImportError: /sp/x.so: CPU ISA level is lower than required")]
    [InlineData("2.33", "x86-64-v3", "imports")]
    [InlineData("2.33", "x86-64-v4", "imports")]
    public void The_cpu_level_is_checked_from_2_33_on(string glibc, string cpu, string expected) =>
        Assert.Equal(expected, new LoaderMachine(glibc).On(target => target with { Cpu = cpu }).Add("/sp/x.so", Extension + "\nisa-needed x86-64-baseline x86-64-v3").Says());

    [Fact]
    public void Without_a_known_cpu_its_level_is_an_open_question()
    {
        ExtensionOutcome outcome = new LoaderMachine("2.36").Add("/sp/x.so", Extension + "\nisa-needed x86-64-v3").Load();
        Assert.Contains("CPU", Assert.IsType<ExtensionOutcome.Undecided>(outcome).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void What_a_cpu_level_lacks_is_certain()
    {
        ExtensionOutcome outcome = new LoaderMachine("2.36").On(target => target with { Cpu = "x86-64" }).Add("/sp/x.so", Extension + "\nisa-needed x86-64-v3").Load();
        Assert.Equal(Certainty.Certain, Assert.IsType<ExtensionOutcome.Raises>(outcome).Certainty);
        Assert.Equal(LoadFailureKind.CpuLevel, ((LoadFailure)((ExtensionOutcome.Raises)outcome).Exception.Origin!).Kind);
    }
}
