using System.Collections.Concurrent;
using Assay.Binaries;
using Assay.Primitives;

namespace Assay.Tests.Binaries;

/// <summary>The store opens each file once, whatever it is called and however many ask.</summary>
public sealed class BinaryStoreTests
{
    private readonly CountingMachine machine = new();

    public BinaryStoreTests()
    {
        machine.Inner.AddFile("/lib/libreal.so.1", BinaryAssembler.Assemble("elf x86_64 shared\nsoname libreal.so.1"));
        machine.Inner.AddLink("/lib/libreal.so", "libreal.so.1");
        machine.Inner.AddFile("/lib/readme.so", "not a library");
        machine.Inner.AddDirectory("/lib/folder.so");
    }

    [Fact]
    public void A_link_and_its_target_are_one_file_read_once()
    {
        using BinaryStore store = new(machine);
        BinaryFile? byLink = store.Get("/lib/libreal.so", out AccessOutcome outcome);
        Assert.Equal(AccessOutcome.Found, outcome);
        Assert.Equal("libreal.so.1", byLink!.Images[0].Name);
        Assert.Same(byLink, store.Get("/lib/libreal.so.1", out _));
        Assert.Equal(["/lib/libreal.so"], machine.Opened);
    }

    [Fact]
    public void Many_threads_share_one_reading()
    {
        using BinaryStore store = new(machine);
        ConcurrentBag<BinaryFile?> files = [];
        Parallel.For(0, 64, _ => files.Add(store.Get("/lib/libreal.so.1", out AccessOutcome _)));
        Assert.Single(files.Distinct());
        Assert.Single(machine.Opened);
    }

    [Fact]
    public void Only_so_many_files_are_open_and_tables_are_still_read_later()
    {
        // Enough symbols that their table does not come along with the headers.
        string symbols = string.Concat(Enumerable.Range(0, 900).Select(number => $"wants symbol_{number}\n"));
        for (int i = 0; i < 20; i++) machine.Inner.AddFile($"/lib/lib{i}.so", BinaryAssembler.Assemble($"elf x86_64 shared\nsoname lib{i}.so\n{symbols}offers only_{i}\n"));
        using BinaryStore store = new(machine) { OpenLimit = 3 };
        BinaryFile[] files = [.. Enumerable.Range(0, 20).Select(i => store.Get($"/lib/lib{i}.so", out _)!)];
        Assert.InRange(machine.OpenNow, 1, 3);
        for (int i = 0; i < 20; i++)
        {
            Assert.Equal(900, files[i].Images[0].WantedSymbols.Count);
            Assert.Equal($"only_{i}", files[i].Images[0].Offers.All.Single().Name);
            Assert.Empty(files[i].Faults);
            Assert.InRange(machine.OpenNow, 1, 3);
        }

        Assert.True(machine.Opened.Count > 20, "no file was opened again, so the test shows nothing");
        store.Dispose();
        Assert.Equal(0, machine.OpenNow);
    }

    [Theory]
    [InlineData("/lib/absent.so", AccessOutcome.Missing)]
    [InlineData("/lib/folder.so", AccessOutcome.IsADirectory)]
    public void What_cannot_be_opened_gives_nothing_but_the_reason(string path, AccessOutcome expected)
    {
        using BinaryStore store = new(machine);
        Assert.Null(store.Get(path, out AccessOutcome outcome));
        Assert.Equal(expected, outcome);
    }

    [Fact]
    public void A_file_that_is_no_binary_is_still_an_answer()
    {
        using BinaryStore store = new(machine);
        BinaryFile? file = store.Get("/lib/readme.so", out AccessOutcome outcome);
        Assert.Equal(AccessOutcome.Found, outcome);
        Assert.Equal(BinaryFormat.Unknown, file!.Format);
    }

    private sealed class CountedSource(ByteSource source, Action onClosed) : ByteSource
    {
        public override long Length => source.Length;

        public override int Read(long offset, Span<byte> destination) => source.Read(offset, destination);

        protected override void Dispose(bool disposing) => onClosed();
    }

    private sealed class CountingMachine : IMachine
    {
        private int openNow;

        public MemoryMachine Inner { get; } = new();

        public ConcurrentQueue<string> Opened { get; } = [];

        public int OpenNow => openNow;

        public FileFacts? Look(string path, out AccessOutcome outcome) => Inner.Look(path, out outcome);

        public FileFacts? LookAtLink(string path) => Inner.LookAtLink(path);

        public string? ReadLink(string path) => Inner.ReadLink(path);

        public IReadOnlyList<DirectoryEntry>? List(string path) => Inner.List(path);

        public ByteSource? Open(string path, out AccessOutcome outcome)
        {
            Opened.Enqueue(path);
            ByteSource? source = Inner.Open(path, out outcome);
            if (source is null) return null;
            Interlocked.Increment(ref openNow);
            return new CountedSource(source, () => Interlocked.Decrement(ref openNow));
        }

        public string? EnvironmentVariable(string name) => null;
    }
}
