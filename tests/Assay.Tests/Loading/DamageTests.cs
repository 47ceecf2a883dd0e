using Assay.Binaries;
using Assay.Imports;
using Assay.Loading;

namespace Assay.Tests.Loading;

/// <summary>Files changed at random: always an answer, never an exception, and never the good one for a file whose tables contradict its segments.</summary>
public sealed class DamageTests
{
    private const string Rich = """
        elf x86_64 shared
        soname libf.so.1
        needs libc.so.6
        rpath $ORIGIN/../lib
        tls size 0x88 align 8 initial-exec 3
        isa-needed x86-64-baseline
        init-array 2
        wants func puts GLIBC_2.2.5 from libc.so.6
        wants PyModule_Create2
        wants weak __gmon_start__
        offers PyInit_x
        offers f F_1
        """;

    [Fact]
    public void The_untouched_file_imports() => Assert.Equal("imports", Load(BinaryAssembler.Assemble(Rich)));

    [Fact]
    public void Any_byte_may_be_anything()
    {
        byte[] whole = BinaryAssembler.Assemble(Rich);
        Random random = new(11);
        for (int round = 0; round < 4000; round++)
        {
            byte[] changed = [.. whole];
            for (int i = random.Next(4); i >= 0; i--) changed[random.Next(Math.Min(changed.Length, 2500))] = (byte)random.Next(256);
            Load(changed);
        }
    }

    [Fact]
    public void Any_length_may_be_the_end()
    {
        byte[] whole = BinaryAssembler.Assemble(Rich);
        for (int length = 0; length < whole.Length; length += 13) Assert.NotEqual("?", Load(whole[..length]));
    }

    [Theory]
    [InlineData(5)]
    [InlineData(6)]
    [InlineData(7)]
    [InlineData(0x6ffffef5)]
    [InlineData(0x6ffffffe)]
    public void A_table_outside_the_segments_is_an_open_question(long tag) =>
        Assert.StartsWith("undecided: what the loader makes of `/sp/x.so`, which is damaged: ", Load(ElfBytes.WithDynamic(BinaryAssembler.Assemble(Rich), tag, address => address + (1UL << 40))), StringComparison.Ordinal);

    [Theory]
    [InlineData(9, 25, "info[DT_RELAENT]")]
    public void Relocations_of_another_format_stop_the_process(long tag, ulong value, string text)
    {
        LoaderMachine machine = Machine(ElfBytes.WithDynamic(BinaryAssembler.Assemble(Rich), tag, _ => value));
        ExtensionOutcome.Crashes crash = Assert.IsType<ExtensionOutcome.Crashes>(machine.Load());
        Assert.Equal(127, crash.ExitStatus);
        Assert.Contains(text, crash.Reason, StringComparison.Ordinal);
        Assert.Equal(LoadFailureKind.LoaderAssertion, Assert.IsType<LoadFailure>(crash.Origin).Kind);
    }

    [Theory]
    [InlineData(250u, "0xfa")]
    [InlineData(1999u, "0x000007cf")]
    public void A_relocation_of_a_type_nobody_knows_ends_the_load(uint type, string shown) =>
        Assert.Equal($"ImportError: /sp/x.so: unexpected reloc type {shown}", Load(ElfBytes.WithRelocationType(BinaryAssembler.Assemble(Rich), 0, type)));

    private static string Load(byte[] content) => Machine(content).Says();

    private static LoaderMachine Machine(byte[] content)
    {
        LoaderMachine machine = new LoaderMachine().On(target => target with { Cpu = "x86-64-v2" });
        machine.Files.AddFile("/sp/x.so", content);
        return machine;
    }
}
