using Assay.Loading;

namespace Assay.Tests.Loading;

/// <summary>What is refused, or kills, when the segments of a file are mapped.</summary>
[Trait("speed", "slow")]
public sealed class MappingReality
{
    private const uint Load = 1, Dynamic = 2, Tls = 7, Stack = 0x6474e551;
    private const string Use = "extern int f(void); int use(void) { return f(); }";

    [Fact]
    public void A_segment_that_is_not_congruent_with_the_page_size()
    {
        using LoaderScenario scenario = new();
        scenario.Extension().Bytes("x.so", content => ElfBytes.WithSegment(content, Load, 16, address => address + 0x10)).Agrees("ImportError: ROOT/x.so: ELF load command address/offset not page-aligned");
        Assert.Equal(LoadFailureKind.MisalignedSegment, scenario.Failure().Kind);
        Assert.NotNull(scenario.Failure().Evidence[0].Offset);
    }

    [Fact]
    public void In_a_library_the_message_names_what_was_asked_for()
    {
        using LoaderScenario scenario = new();
        scenario.Library("libf.so", "int f(void) { return 1; }").Extension(Use, "-LROOT -lf -Wl,-rpath,$ORIGIN").Bytes("libf.so", content => ElfBytes.WithSegment(content, Load, 16, address => address + 0x10))
            .Agrees("ImportError: libf.so: ELF load command address/offset not page-aligned");
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    [InlineData(0x800)]
    [InlineData(0x10000)]
    public void The_alignment_field_itself_does_not_matter(int alignment)
    {
        using LoaderScenario scenario = new();
        scenario.Extension().Bytes("x.so", content => ElfBytes.WithSegment(content, Load, 48, _ => (ulong)alignment)).Agrees("imports");
    }

    [Fact]
    public void A_file_without_a_dynamic_section()
    {
        using LoaderScenario scenario = new();
        scenario.Extension().Bytes("x.so", content => ElfBytes.WithSegment(content, Dynamic, 0, _ => 4)).Agrees("ImportError: ROOT/x.so: object file has no dynamic section");
    }

    [Fact]
    public void A_file_of_debug_information_only()
    {
        using LoaderScenario scenario = new();
        Fixtures.Needs.Program("objcopy");
        scenario.Extension(options: "-g");
        Fixtures.ChildProcess.Run("objcopy", ["--only-keep-debug", scenario.At("x.so"), scenario.At("x.debug")]);
        scenario.Delete("x.so").Move("x.debug", "x.so").Agrees();
    }

    [Fact]
    public void A_program_that_is_position_independent()
    {
        using LoaderScenario scenario = new();
        scenario.Text("p.c", "int main(void) { return 0; }").Gcc("-pie -fPIE -o ROOT/x.so ROOT/p.c").Agrees("ImportError: ROOT/x.so: cannot dynamically load position-independent executable");
    }

    [Fact]
    public void A_program_of_a_fixed_address()
    {
        using LoaderScenario scenario = new();
        scenario.Text("p.c", "int main(void) { return 0; }").Gcc("-no-pie -o ROOT/x.so ROOT/p.c").Agrees("ImportError: ROOT/x.so: cannot dynamically load executable");
    }

    [Fact]
    public void A_static_program()
    {
        using LoaderScenario scenario = new();
        scenario.Text("p.c", "void _start(void) { for (;;); }").Gcc("-static -nostdlib -o ROOT/x.so ROOT/p.c").Agrees("ImportError: ROOT/x.so: cannot dynamically load executable");
    }

    [Fact]
    public void An_object_file()
    {
        using LoaderScenario scenario = new();
        scenario.Text("p.c", "int f(void) { return 0; }").Gcc("-c -o ROOT/x.so ROOT/p.c").Agrees("ImportError: ROOT/x.so: only ET_DYN and ET_EXEC can be loaded");
    }

    [Fact]
    public void A_library_that_forbids_to_be_opened()
    {
        using LoaderScenario scenario = new();
        scenario.Extension(options: "-Wl,-z,nodlopen").Agrees("ImportError: ROOT/x.so: shared object cannot be dlopen()ed");
        scenario.Library("libf.so", "int f(void) { return 1; }", "-Wl,-z,nodlopen").Extension(Use, "-LROOT -lf -Wl,-rpath,$ORIGIN").Agrees("ImportError: libf.so: shared object cannot be dlopen()ed");
    }

    [Fact]
    public void An_executable_stack_is_given_up_to_2_40()
    {
        using LoaderScenario scenario = new();
        scenario.Extension(options: "-Wl,-z,execstack").Agrees();
    }

    [Fact]
    public void Without_a_word_on_the_stack_an_executable_one_is_meant()
    {
        using LoaderScenario scenario = new();
        scenario.Extension().Bytes("x.so", content => ElfBytes.WithSegment(content, Stack, 0, _ => 0)).Agrees();
    }

    [Fact]
    public void Relocations_of_another_format_stop_the_process()
    {
        using LoaderScenario scenario = new();
        scenario.Extension("extern int puts(const char *); int use(void) { return puts(\"\"); }").Bytes("x.so", content => ElfBytes.WithDynamic(content, 20, _ => 17)).Agrees("exit 127");
        scenario.Extension().Bytes("x.so", content => ElfBytes.WithDynamic(content, 9, _ => 25)).Agrees("exit 127");
    }

    [Fact]
    public void Sizes_that_no_address_space_has()
    {
        using LoaderScenario scenario = new();
        scenario.Extension().Bytes("x.so", content => ElfBytes.WithSegment(content, Load, 40, size => size | (0x37UL << 56))).Agrees("ImportError: ROOT/x.so: cannot map zero-fill pages");
        scenario.Extension().Bytes("x.so", content => ElfBytes.WithSegment(content, Load, 16, _ => 0x1000000000000)).Agrees("ImportError: ROOT/x.so: failed to map segment from shared object");
    }

    [Fact]
    public void A_stripped_library_with_empty_segments_that_patchelf_moved()
    {
        using LoaderScenario scenario = new();
        scenario.Extension().Patch($"--page-size 65536 --set-rpath {new string('a', 5000)} {scenario.At("x.so")}").Agrees();
    }

    [Fact]
    public void A_library_that_asks_for_every_cpu_level_the_psabi_has()
    {
        using LoaderScenario scenario = new();
        foreach (string level in (string[])["x86-64-v2", "x86-64-v3", "x86-64-v4"]) scenario.Extension(options: $"-Wl,-z,{level}").Agrees();
    }

    [Fact]
    public void A_cpu_level_that_nobody_has()
    {
        using LoaderScenario scenario = new();
        scenario.Extension(options: "-Wl,-z,x86-64-v4").Bytes("x.so", content =>
        {
            int at = content.AsSpan().IndexOf((ReadOnlySpan<byte>)[0x02, 0x80, 0x00, 0xc0, 4, 0, 0, 0]);
            content[at + 9] = 0x40;
            return content;
        }).Agrees("ImportError: ROOT/x.so: CPU ISA level is lower than required");
    }

    [Fact]
    public void A_cpu_level_in_a_dependency_hides_an_undefined_symbol()
    {
        using LoaderScenario scenario = new();
        scenario.Library("libf.so", "int f(void) { return 1; }", "-Wl,-z,x86-64-v4").Bytes("libf.so", content =>
        {
            int at = content.AsSpan().IndexOf((ReadOnlySpan<byte>)[0x02, 0x80, 0x00, 0xc0, 4, 0, 0, 0]);
            content[at + 9] = 0x40;
            return content;
        }).Extension(Use + "extern int nowhere(void); int use2(void) { return nowhere(); }", "-LROOT -lf -Wl,-rpath,$ORIGIN").Agrees("ImportError: ROOT/libf.so: CPU ISA level is lower than required");
    }

    [Fact]
    public void A_thread_local_block_of_no_size_is_none()
    {
        using LoaderScenario scenario = new();
        scenario.Extension("__thread int v; int *use(void) { return &v; }").Bytes("x.so", content => ElfBytes.WithSegment(content, Tls, 40, _ => 0)).Agrees();
    }
}
