using Assay.Primitives;
using Assay.Tests.Fixtures;

namespace Assay.Tests.Primitives;

public sealed class HostNoteStoreTests : IDisposable
{
    private readonly TemporaryDirectory directory = new();

    private string Folder => Path.Combine(directory.Path, "assay", "notes");

    public void Dispose() => directory.Dispose();

    [Fact]
    public void What_was_kept_comes_back_and_the_newest_counts()
    {
        HostNoteStore store = new(Folder);
        Assert.Null(store.Read("0a-1"));
        store.Write("0a-1", [1, 2, 3]);
        store.Write("0a-1", [4]);
        Assert.Equal([4], new HostNoteStore(Folder).Read("0a-1"));
        Assert.Equal(["0a-1"], Directory.GetFiles(Folder).Select(file => Path.GetFileName(file)));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(20)]
    [InlineData(30)]
    public void A_damaged_note_is_as_good_as_missing(int at)
    {
        HostNoteStore store = new(Folder);
        store.Write("0a", [1, 2, 3]);
        string file = Path.Combine(Folder, "0a");
        byte[] bytes = File.ReadAllBytes(file);
        bytes[Math.Min(at, bytes.Length - 1)] ^= 1;
        File.WriteAllBytes(file, bytes);
        Assert.Null(store.Read("0a"));
        File.WriteAllBytes(file, bytes[..(bytes.Length / 2)]);
        Assert.Null(store.Read("0a"));
    }

    [Fact]
    public void A_place_that_cannot_be_written_or_a_long_note_keeps_nothing()
    {
        string blocked = Path.Combine(directory.Path, "file");
        File.WriteAllText(blocked, "");
        HostNoteStore store = new(Path.Combine(blocked, "notes"));
        store.Write("0a", [1]);
        Assert.Null(store.Read("0a"));
        HostNoteStore other = new(Folder);
        other.Write("0b", new byte[NoteStore.LongestNote + 1]);
        Assert.Null(other.Read("0b"));
    }

    [Theory]
    [InlineData("../../evil")]
    [InlineData("/etc/passwd")]
    [InlineData("")]
    public void A_key_never_leads_out_of_the_directory(string key)
    {
        HostNoteStore store = new(Folder);
        store.Write(key, [1]);
        Assert.Null(store.Read(key));
        Assert.False(File.Exists(Path.Combine(directory.Path, "evil")));
    }

    [Fact]
    public void Many_writers_at_once_leave_whole_notes()
    {
        Parallel.For(0, 64, number =>
        {
            HostNoteStore store = new(Folder);
            store.Write("0c", [.. Enumerable.Repeat((byte)number, 1000)]);
            byte[]? read = store.Read("0c");
            if (read is not null) Assert.Single(read.Distinct());
        });
        Assert.Single(Directory.GetFiles(Folder));
    }
}
