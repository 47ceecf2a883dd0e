using System.Buffers.Binary;
using System.Diagnostics;
using Assay.Binaries;
using Assay.Binaries.Pe;
using Assay.Primitives;

namespace Assay.Tests.Binaries.Pe;

/// <summary>No bytes make the reader throw, hang or allocate without measure.</summary>
public sealed class PeRobustnessTests
{
    private const string Small = """
        pe x86_64 dll
        tls size 0x18 file 0x10 align 8
        load-config size 320 guard 0x100 dependent 0x800
        version 14.40.33810.0
        manifest 1 "<assembly/>"
        manifest 2 "<assembly><dependentAssembly><assemblyIdentity name='x'/></dependentAssembly></assembly>"
        pdb x.pdb
        needs KERNEL32.dll
        wants Sleep from KERNEL32.dll
        wants ordinal 12 from KERNEL32.dll
        delay-needs USER32.dll
        wants MessageBoxW from USER32.dll
        name x.pyd
        offers Alias to NTDLL.RtlZeroMemory
        offers PyInit_x
        offers ordinal 5
        """;

    // Generous for a busy machine; an endless walk takes far longer.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    [Theory]
    [InlineData("x86_64")]
    [InlineData("x86")]
    public void A_file_cut_at_any_byte_is_read_as_far_as_it_goes(string machine)
    {
        byte[] whole = Assemble(machine);
        Assert.Equal(0, Touch.Everything(whole));
        int faultless = 0;
        for (int length = 0; length < whole.Length; length++)
        {
            if (Touch.Everything(whole[..length]) == 0) faultless++;
        }

        Assert.Equal(0, faultless);
    }

    [Theory]
    [InlineData("x86_64", 1)]
    [InlineData("x86", 2)]
    [InlineData("arm64", 3)]
    public void Bytes_changed_at_random_never_make_the_reader_throw(string machine, int seed)
    {
        byte[] whole = Assemble(machine);
        Random random = new(seed);
        Stopwatch watch = Stopwatch.StartNew();
        for (int round = 0; round < 1500; round++)
        {
            byte[] changed = [.. whole];
            for (int change = random.Next(1, 12); change > 0; change--)
                changed[random.Next(changed.Length)] = random.Next(4) switch { 0 => 0, 1 => 0xff, 2 => 0x80, _ => (byte)random.Next(256) };
            Touch.Everything(changed);
        }

        Assert.True(watch.Elapsed < Patience, $"{watch.Elapsed}");
    }

    [Fact]
    public void Absurd_numbers_anywhere_cost_nothing()
    {
        byte[] whole = Assemble("x86_64");
        for (int at = 0x3c; at < whole.Length - 4; at += 4)
        {
            foreach (uint absurd in new uint[] { 0x7fffffff, 0xffffffff, 0x80000000 })
            {
                byte[] changed = [.. whole];
                BinaryPrimitives.WriteUInt32LittleEndian(changed.AsSpan(at), absurd);
                AssertCheap(changed, $"0x{at:x} {absurd:x}");
            }
        }
    }

    [Fact]
    public void A_resource_tree_that_leads_in_circles_is_a_fault()
    {
        byte[] file = Assemble("x86_64");
        using BinaryFile read = BinaryFiles.Read(new MemoryByteSource(file));
        PeImage image = (PeImage)read.Images[0];
        int start = (int)image.Sections.Single(section => section.Name == ".rsrc").RawOffset;

        // Every entry of the root, and so of every level, leads back to a root that claims 60,000 entries.
        BinaryPrimitives.WriteUInt16LittleEndian(file.AsSpan(start + 14), 60000);
        for (int at = start + 16; at + 8 <= file.Length; at += 8) BinaryPrimitives.WriteUInt32LittleEndian(file.AsSpan(at + 4), 0x80000000);
        Assert.NotEqual(0, AssertCheap(file, "a circle"));
        Assert.Equal(2, image.Resources.Count(resource => resource.Type == 24));
    }

    [Fact]
    public void Descriptors_that_share_one_long_table_do_not_multiply()
    {
        // 300 DLLs, all pointed at one table of 4,000 names: 1.2 million symbols if nobody counted.
        string text = "pe x86_64 dll\n" + string.Concat(Enumerable.Range(0, 300).Select(i => $"needs d{i}.dll\n"))
            + "needs last.dll\n" + string.Concat(Enumerable.Range(0, 4000).Select(i => $"wants function{i} from last.dll\n"));
        byte[] file = BinaryAssembler.Assemble(text);
        using BinaryFile read = BinaryFiles.Read(new MemoryByteSource(file));
        PeImage image = (PeImage)read.Images[0];
        Assert.Equal(4000, image.WantedSymbols.Count);
        int last = (int)image.Needs[^1].Offset.Value;
        foreach (LibraryNeed need in image.Needs.SkipLast(1)) file.AsSpan(last, 4).CopyTo(file.AsSpan((int)need.Offset.Value));

        using BinaryFile again = BinaryFiles.Read(new MemoryByteSource(file));
        Assert.InRange(again.Images[0].WantedSymbols.Count, 4000, file.Length / 8);
        Assert.Contains(again.Faults, fault => fault.Expected.Contains("than the file has room for", StringComparison.Ordinal) || fault.Expected.Contains("share few bytes", StringComparison.Ordinal));
    }

    [Fact]
    public void A_table_that_is_nowhere_is_a_fault_of_the_record_that_says_so()
    {
        // The second data directory of a PE32+ header at 0x80: the import table.
        const int entry = 0x80 + 4 + 20 + 112 + 8;
        byte[] file = Assemble("x86_64");
        BinaryPrimitives.WriteUInt32LittleEndian(file.AsSpan(entry), 0x00700000);
        using BinaryFile read = BinaryFiles.Read(new MemoryByteSource(file));
        Assert.Equal(["USER32.dll"], read.Images[0].Needs.Select(need => need.Name));
        BinaryFault fault = Assert.Single(read.Faults);
        Assert.Equal((new FileOffset(entry), "IMAGE_IMPORT_DESCRIPTOR", "0x700000"), (fault.Offset, fault.Record, fault.Found));
    }

    [Theory]
    [InlineData("MZ", "IMAGE_DOS_HEADER")]
    [InlineData("MZ and the rest of a DOS program, which knows nothing of a PE header................", "IMAGE_DOS_HEADER")]
    public void What_only_begins_like_a_PE_file_has_no_image(string content, string record)
    {
        using BinaryFile file = BinaryFiles.Read(new MemoryByteSource(System.Text.Encoding.ASCII.GetBytes(content)));
        Assert.Equal(BinaryFormat.Pe, file.Format);
        Assert.Empty(file.Images);
        Assert.Equal(record, Assert.Single(file.Faults).Record);
    }

    private static byte[] Assemble(string machine) => BinaryAssembler.Assemble(Small.Replace("x86_64", machine, StringComparison.Ordinal));

    private static int AssertCheap(byte[] file, string what)
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        Stopwatch watch = Stopwatch.StartNew();
        int faults = Touch.Everything(file);
        Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < 20_000_000, $"{what}: {GC.GetAllocatedBytesForCurrentThread() - before} bytes");
        Assert.True(watch.Elapsed < Patience, $"{what}: {watch.Elapsed}");
        return faults;
    }
}
