using System.Buffers.Binary;
using System.Diagnostics;
using Assay.Binaries;
using Assay.Binaries.MachO;
using Assay.Primitives;

namespace Assay.Tests.Binaries.MachO;

/// <summary>No bytes make the reader throw, hang or allocate without measure.</summary>
public sealed class MachORobustnessTests
{
    private const string Small = """
        macho arm64 bundle
        platform macos 11.0 sdk 14.2 tool ld 1053.12
        needs @rpath/libfoo.dylib current 3.2.1 compatible 1.0
        needs weak /usr/lib/libSystem.B.dylib
        rpath @loader_path/..
        command 0x80000099 0102030405060708
        segment __DATA_CONST rw- rw-
        section __DATA __mod_init_func initializers size 0x10
        section __DATA __thread_vars thread-variables size 0x18
        section __DATA __thread_bss thread-zerofill size 0x8 offset 0x4018
        wants _PyLong_FromLong flat
        wants weak _malloc from 2
        wants __Znwm coalesced
        offers _PyInit_x
        offers _PyInit_xyz
        offers weak __ZTS1x
        offers _other from 1 as _another
        """;

    private const int HeaderSize = 32;

    // Generous for a busy machine; an endless walk takes far longer.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    [Theory]
    [InlineData("opcodes")]
    [InlineData("chained")]
    [InlineData("classic")]
    public void A_file_cut_at_any_byte_is_read_as_far_as_it_goes(string fixups)
    {
        // Between the commands and the link-edit data lie pages of nothing: every byte of the ends, every tenth of the middle.
        byte[] whole = Assemble(fixups);
        Assert.Equal(0, Touch.Everything(whole));
        int tail = Linkedit(whole);
        int faultless = 0;
        for (int length = 0; length < whole.Length; length += length < 2048 || length >= tail ? 1 : 10)
        {
            if (Touch.Everything(whole[..length]) == 0) faultless++;
        }

        Assert.Equal(0, faultless);
    }

    [Theory]
    [InlineData("opcodes", 1)]
    [InlineData("chained", 2)]
    [InlineData("chained-3", 3)]
    [InlineData("classic", 4)]
    public void Bytes_changed_at_random_never_make_the_reader_throw(string fixups, int seed)
    {
        byte[] whole = Assemble(fixups);
        int tail = Linkedit(whole);
        Random random = new(seed);
        Stopwatch watch = Stopwatch.StartNew();
        for (int round = 0; round < 800; round++)
        {
            byte[] changed = [.. whole];
            for (int change = random.Next(1, 12); change > 0; change--)
            {
                // What is read lies at both ends.
                int at = random.Next(2) == 0 ? random.Next(2048) : random.Next(tail, changed.Length);
                changed[at] = random.Next(4) switch { 0 => 0, 1 => 0xff, 2 => 0x80, _ => (byte)random.Next(256) };
            }

            Touch.Everything(changed);
        }

        Assert.True(watch.Elapsed < Patience, $"{watch.Elapsed}");
    }

    [Fact]
    public void A_fat_file_cut_or_changed_anywhere_in_its_header_is_read_as_far_as_it_goes()
    {
        byte[] whole = BinaryAssembler.Assemble("macho fat\nslice x86_64 dylib\nid a\nslice arm64 dylib hidden\nid b\n");
        Assert.Equal(0, Touch.Everything(whole));
        for (int at = 4; at < 0x60; at++)
        {
            Assert.NotEqual(0, Touch.Everything(whole[..at]));
            foreach (byte value in new byte[] { 0, 1, 0x7f, 0x80, 0xff })
            {
                byte[] changed = [.. whole];
                changed[at] = value;
                Touch.Everything(changed);
            }
        }
    }

    [Fact]
    public void Slices_that_overlap_repeat_or_leave_the_file_are_faults()
    {
        byte[] whole = BinaryAssembler.Assemble("macho fat\nslice x86_64 dylib\nid a\nslice arm64 dylib\nid b\n");
        Assert.Contains("an overlap with the slice at 0x1000", FaultsOf(whole, 28 + 8, 0x1000), StringComparison.Ordinal);
        Assert.Contains("an offset aligned to 0x4000", FaultsOf(whole, 28 + 8, 0x4100), StringComparison.Ordinal);
        Assert.Contains("a slice within", FaultsOf(whole, 28 + 12, 0x7fffffff), StringComparison.Ordinal);
        Assert.Contains("a second slice for x86_64", FaultsOf(whole, 28, 0x01000007, 3), StringComparison.Ordinal);
        Assert.Contains("the slice's cputype 0x100000c", FaultsOf(whole, 28, 0x01000012), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ncmds", 16, 0xffffffff)]
    [InlineData("sizeofcmds", 20, 0xffffffff)]
    [InlineData("sizeofcmds", 20, 0x10)]
    [InlineData("cmdsize of the first command", HeaderSize + 4, 0)]
    [InlineData("cmdsize of the first command", HeaderSize + 4, 0xfffffff8)]
    [InlineData("nsects of the first segment", HeaderSize + 64, 0xffffffff)]
    public void Absurd_numbers_in_headers_cost_nothing(string field, int offset, uint value)
    {
        byte[] file = Assemble("opcodes");
        BinaryPrimitives.WriteUInt32LittleEndian(file.AsSpan(offset), value);
        Assert.NotEqual(0, AssertCheap(file, field));
    }

    [Theory]
    [InlineData("opcodes")]
    [InlineData("chained")]
    public void Absurd_numbers_in_load_commands_cost_nothing(string fixups)
    {
        byte[] whole = Assemble(fixups);
        using BinaryFile file = BinaryFiles.Read(new MemoryByteSource(whole));
        foreach (LoadCommand command in ((MachOImage)file.Images[0]).LoadCommands)
        {
            for (int field = 8; field < command.Size; field += 4)
            {
                foreach (uint absurd in new uint[] { 0, 1, 0x7fffffff, 0xffffffff })
                {
                    byte[] changed = [.. whole];
                    BinaryPrimitives.WriteUInt32LittleEndian(changed.AsSpan((int)command.Offset.Value + field), absurd);
                    AssertCheap(changed, $"{command.Name} +{field} {absurd:x}");
                }
            }
        }
    }

    [Theory]
    [InlineData("0001610000", "a circle of one node")]
    [InlineData("000161000500016200000000", "a circle of two nodes")]
    [InlineData("0002610000620000", "two circles")]
    [InlineData("0001610080808080808080808001", "an offset of 64 bits")]
    [InlineData("ff7f0161000000", "terminal data beyond the end")]
    [InlineData("00ff6100", "children that are not there")]
    [InlineData("0001616161616161", "a label without an end")]
    public void A_trie_that_leads_in_circles_or_astray_is_a_fault(string trie, string what)
    {
        using BinaryFile file = BinaryFiles.Read(new MemoryByteSource(WithTrie(Convert.FromHexString(trie))));
        MachOImage image = (MachOImage)file.Images[0];
        Assert.Empty(image.Faults);
        Assert.Empty(image.Exports);
        Assert.True(image.Faults.Count > 0, what);
        Assert.Empty(image.Offers.Find("_aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"));
        Assert.Empty(image.Offers.Find("a"));
        Assert.Empty(image.Offers.Find("ab"));
    }

    [Fact]
    public void A_trie_whose_nodes_share_their_subtrees_does_not_multiply()
    {
        // Node k has two edges, both to node k + 1: 2 to the 40th paths to the one terminal at the end.
        List<byte> trie = [];
        for (int level = 0; level < 40; level++)
        {
            int next = trie.Count + 10;
            byte[] edge = [(byte)((next & 0x7f) | 0x80), (byte)(next >> 7)];
            trie.AddRange([0, 2, (byte)'a', 0, .. edge, (byte)'b', 0, .. edge]);
        }

        trie.AddRange([2, 0, 5, 0]);
        byte[] file = WithTrie([.. trie]);
        AssertCheap(file, "shared subtrees");
        using BinaryFile read = BinaryFiles.Read(new MemoryByteSource(file));
        Assert.Equal(new string('a', 40), Assert.Single(((MachOImage)read.Images[0]).Exports).Name);
    }

    [Fact]
    public void A_trie_of_one_long_chain_does_not_square()
    {
        // 40,000 terminals, each one letter deeper: 800 MB of names if nobody counted. Each node is written with offsets of three bytes.
        List<byte> trie = [];
        for (int level = 0; level < 40_000; level++)
        {
            int next = trie.Count + 9;
            trie.AddRange([2, 0, 5, 1, (byte)'a', 0, (byte)((next & 0x7f) | 0x80), (byte)(((next >> 7) & 0x7f) | 0x80), (byte)(next >> 14)]);
        }

        trie.AddRange([0, 0]);
        byte[] file = WithTrie([.. trie]);
        long before = GC.GetAllocatedBytesForCurrentThread();
        using BinaryFile read = BinaryFiles.Read(new MemoryByteSource(file));
        int found = ((MachOImage)read.Images[0]).Exports.Count();
        Assert.InRange(found, 100, 20_000);
        Assert.Contains(read.Faults, fault => fault.Expected == "names of a size that fits the trie");
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 100_000_000);
    }

    [Fact]
    public void One_long_name_used_again_and_again_does_not_multiply()
    {
        // 5,000 symbols, all pointed at one name of 200,000 letters: 1 GB of text if nobody counted.
        string text = "macho arm64 bundle\nfixups classic\nsignature none\n" + string.Concat(Enumerable.Range(0, 5000).Select(i => $"wants a{i} flat\n"));
        byte[] file = BinaryAssembler.Assemble(text + $"wants {new string('x', 200_000)} flat\n");
        using BinaryFile read = BinaryFiles.Read(new MemoryByteSource(file));
        SymbolTableCommand table = ((MachOImage)read.Images[0]).SymbolTable!;
        uint name = BinaryPrimitives.ReadUInt32LittleEndian(file.AsSpan((int)table.SymbolsOffset + (5000 * 16)));
        for (int index = 0; index < 5000; index++) BinaryPrimitives.WriteUInt32LittleEndian(file.AsSpan((int)table.SymbolsOffset + (index * 16)), name);

        long before = GC.GetAllocatedBytesForCurrentThread();
        using BinaryFile again = BinaryFiles.Read(new MemoryByteSource(file));
        Assert.NotEmpty(again.Images[0].WantedSymbols);
        Assert.Contains(again.Faults, fault => fault.Expected == "names that share few bytes");
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 30_000_000);
    }

    private static byte[] Assemble(string fixups) => BinaryAssembler.Assemble($"{Small}\nfixups {fixups}");

    private static int Linkedit(byte[] content)
    {
        using BinaryFile file = BinaryFiles.Read(new MemoryByteSource(content));
        return (int)((MachOImage)file.Images[0]).Segments.Single(segment => segment.Name == "__LINKEDIT").SliceOffset;
    }

    // The trie takes the place of a string table that is long enough for it.
    private static byte[] WithTrie(byte[] trie)
    {
        byte[] file = BinaryAssembler.Assemble($"macho arm64 bundle\nfixups chained\nsignature none\noffers _{new string('z', trie.Length)}\n");
        using BinaryFile read = BinaryFiles.Read(new MemoryByteSource(file));
        MachOImage image = (MachOImage)read.Images[0];
        LoadCommand command = image.LoadCommands.Single(command => command.Name == "LC_DYLD_EXPORTS_TRIE");
        trie.CopyTo(file, image.SymbolTable!.Strings.SliceOffset);
        BinaryPrimitives.WriteUInt32LittleEndian(file.AsSpan((int)command.Offset.Value + 8), image.SymbolTable.Strings.SliceOffset);
        BinaryPrimitives.WriteUInt32LittleEndian(file.AsSpan((int)command.Offset.Value + 12), (uint)trie.Length);
        return file;
    }

    private static string FaultsOf(byte[] fat, int offset, params uint[] values)
    {
        byte[] changed = [.. fat];
        for (int index = 0; index < values.Length; index++) BinaryPrimitives.WriteUInt32BigEndian(changed.AsSpan(offset + (index * 4)), values[index]);
        Touch.Everything(changed);
        using BinaryFile file = BinaryFiles.Read(new MemoryByteSource(changed));
        return string.Join('\n', file.Faults);
    }

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
