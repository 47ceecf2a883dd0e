using System.Diagnostics;
using Assay.Binaries;
using Assay.Binaries.Elf;
using Assay.Primitives;

namespace Assay.Tests.Binaries.Elf;

/// <summary>No bytes make the reader throw, hang or allocate without measure.</summary>
public sealed class ElfRobustnessTests
{
    private const string Small = """
        elf x86_64 shared
        build-id 00112233445566778899aabbccddeeff00112233
        interp /lib64/ld-linux-x86-64.so.2
        soname libsmall.so.1
        needs libc.so.6
        needs libm.so.6
        runpath $ORIGIN/../lib:/opt/lib
        flags BIND_NOW
        flags1 NOW
        hash both
        relr
        init-array 2
        tls size 0x88 file 0x8 align 16 initial-exec 2
        isa-needed x86-64-v2
        wants func memcpy GLIBC_2.14
        wants cos GLIBC_2.2.5 from libm.so.6
        wants weak __gmon_start__
        offers PyInit_small
        offers answer SMALL_2
        offers answer SMALL_1 old
        offers data table
        """;

    // Generous for a busy machine; an endless walk takes far longer.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    [Theory]
    [InlineData("x86_64")]
    [InlineData("i686")]
    [InlineData("s390x")]
    public void A_file_cut_at_any_byte_is_read_as_far_as_it_goes(string machine)
    {
        byte[] whole = Assemble(machine);
        Assert.Equal(0, Touch.Everything(whole));
        int faultless = 0;
        for (int length = 0; length < whole.Length; length++)
        {
            if (Touch.Everything(whole[..length]) == 0) faultless++;
        }

        // The file ends with its data segment, so every cut is noticed.
        Assert.Equal(0, faultless);
    }

    [Theory]
    [InlineData("x86_64", 1)]
    [InlineData("i686", 2)]
    [InlineData("s390x", 3)]
    public void Bytes_changed_at_random_never_make_the_reader_throw(string machine, int seed)
    {
        byte[] whole = Assemble(machine);
        Random random = new(seed);
        Stopwatch watch = Stopwatch.StartNew();
        for (int round = 0; round < 1500; round++)
        {
            byte[] changed = [.. whole];
            for (int change = random.Next(1, 12); change > 0; change--) changed[random.Next(changed.Length)] = Awkward(random);
            Touch.Everything(changed);
        }

        Assert.True(watch.Elapsed < Patience, $"{watch.Elapsed}");
    }

    [Fact]
    public void Every_single_byte_of_headers_and_tables_may_be_wrong()
    {
        byte[] whole = Assemble("x86_64");
        Stopwatch watch = Stopwatch.StartNew();
        for (int at = 16; at < whole.Length; at += 3)
        {
            byte[] changed = [.. whole];
            changed[at] = 0xff;
            if (at + 1 < whole.Length) changed[at + 1] = 0x7f;
            Touch.Everything(changed);
        }

        Assert.True(watch.Elapsed < Patience, $"{watch.Elapsed}");
    }

    [Theory]
    [InlineData("e_phnum", 56, "ffff")]
    [InlineData("e_phoff", 32, "ffffffffffffff7f")]
    [InlineData("e_phoff", 32, "ffffffffffffffff")]
    [InlineData("e_shnum", 60, "ffff")]
    [InlineData("e_shoff", 40, "f0ffffffffffff7f")]
    [InlineData("p_filesz of PT_INTERP", 96, "ffffffffffffffff")]
    [InlineData("p_vaddr of the first PT_LOAD", 136, "ffffffffffffffff")]
    [InlineData("p_filesz of the first PT_LOAD", 152, "ffffffffffffff7f")]
    [InlineData("p_filesz of the first PT_LOAD", 152, "ffffffffffffffff")]
    public void Absurd_numbers_in_headers_cost_nothing(string field, int offset, string bytes)
    {
        byte[] file = Assemble("x86_64");
        Convert.FromHexString(bytes).CopyTo(file, offset);
        AssertCheap(file, field);
    }

    [Fact]
    public void Absurd_numbers_in_the_dynamic_section_cost_nothing()
    {
        byte[] whole = Assemble("x86_64");
        using BinaryFile file = BinaryFiles.Read(new MemoryByteSource(whole));
        foreach (ElfDynamicEntry entry in ((ElfImage)file.Images[0]).Dynamic.Entries)
        {
            foreach (ulong absurd in new ulong[] { 1, 0x7fffffff, 0xffffffff, long.MaxValue, ulong.MaxValue, ulong.MaxValue - 7 })
            {
                byte[] changed = [.. whole];
                BitConverter.TryWriteBytes(changed.AsSpan((int)entry.Offset.Value + 8), absurd);
                AssertCheap(changed, $"DT_{entry.TagName} {absurd:x}");
            }
        }
    }

    [Fact]
    public void One_long_name_used_again_and_again_does_not_multiply()
    {
        // 6,000 symbols and needs, all pointed at one name of 200,000 letters: 1.2 GB of text if nobody counted.
        string longName = new('x', 200_000);
        byte[] file = BinaryAssembler.Assemble("elf x86_64 shared\nhash gnu\n" + string.Concat(Enumerable.Range(0, 6000).Select(i => $"wants a{i}\n")) + $"offers {longName}\n");
        using BinaryFile read = BinaryFiles.Read(new MemoryByteSource(file));
        ElfImage image = (ElfImage)read.Images[0];
        uint nameOffset = image.Symbols[6001].NameOffset;
        long table = (long)image.Dynamic.Value(6)!.Value;
        byte[] hostile = [.. file];
        for (int i = 1; i <= 6000; i++) BitConverter.TryWriteBytes(hostile.AsSpan((int)table + (i * 24)), nameOffset);

        long before = GC.GetAllocatedBytesForCurrentThread();
        using BinaryFile again = BinaryFiles.Read(new MemoryByteSource(hostile));
        Assert.NotEmpty(again.Images[0].WantedSymbols);
        Assert.Contains(again.Faults, fault => fault.Expected == "names that fit their string table");
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 30_000_000);
    }

    private static byte[] Assemble(string machine)
    {
        string text = Small.Replace("elf x86_64", $"elf {machine}", StringComparison.Ordinal);
        if (machine != "x86_64") text = text.Replace("initial-exec 2", "", StringComparison.Ordinal);
        return BinaryAssembler.Assemble(text);
    }

    private static byte Awkward(Random random) => random.Next(4) switch { 0 => 0, 1 => 0xff, 2 => 0x80, _ => (byte)random.Next(256) };

    private static void AssertCheap(byte[] file, string what)
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        Stopwatch watch = Stopwatch.StartNew();
        Touch.Everything(file);
        Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < 20_000_000, $"{what}: {GC.GetAllocatedBytesForCurrentThread() - before} bytes");
        Assert.True(watch.Elapsed < Patience, $"{what}: {watch.Elapsed}");
    }
}
