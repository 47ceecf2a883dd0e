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

    private sealed class CountingMachine : IMachine
    {
        public MemoryMachine Inner { get; } = new();

        public ConcurrentQueue<string> Opened { get; } = [];

        public FileFacts? Look(string path, out AccessOutcome outcome) => Inner.Look(path, out outcome);

        public FileFacts? LookAtLink(string path) => Inner.LookAtLink(path);

        public string? ReadLink(string path) => Inner.ReadLink(path);

        public IReadOnlyList<DirectoryEntry>? List(string path) => Inner.List(path);

        public ByteSource? Open(string path, out AccessOutcome outcome)
        {
            Opened.Enqueue(path);
            return Inner.Open(path, out outcome);
        }

        public string? EnvironmentVariable(string name) => null;
    }
}
