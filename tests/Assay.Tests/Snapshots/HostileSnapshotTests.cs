using System.IO.Compression;
using System.Text;
using Assay.Examination;
using Assay.Primitives;
using Assay.Tests.Examination;

namespace Assay.Tests.Snapshots;

/// <summary>A snapshot may be anybody's: what makes no sense is one clear line, and nothing is as large as it says.</summary>
public sealed class HostileSnapshotTests
{
    private const string Head = """{"assay":"snapshot","version":1,"tool":"x","subject":"/usr","imports":[],"judged_for":[],"host":null}""";

    [Theory]
    [InlineData("", "is empty; expected a line that starts with")]
    [InlineData("no json", "line 1: is no JSON")]
    [InlineData("""{"assay":"other"}""", "line 1: is no beginning of a snapshot")]
    [InlineData("""{"assay":"snapshot","version":2,"tool":"x"}""", "line 1: is version 2 of the format; this Assay reads version 1")]
    [InlineData("""{"assay":"snapshot","version":1}""", "line 1: is no line of a snapshot: a value is missing or of another kind")]
    [InlineData(Head, "line 1: is the last that is there, and the end is missing: the snapshot was cut off")]
    [InlineData(Head + "\n{\"x\":1}", "line 2: is no line of a snapshot: it has neither path, variable, note nor end")]
    [InlineData(Head + "\n{\"end\":7}", "line 2: says that 7 lines stand before it; there are 1")]
    [InlineData(Head + "\n{\"path\":\"etc\"}", "line 2: names a path that is not absolute")]
    [InlineData(Head + "\n{\"path\":\"/a\",\"size\":-1}", "line 2: has a size below 0")]
    [InlineData(Head + "\n{\"path\":\"/a\",\"size\":5,\"bytes\":{\"4\":\"abc\"}}", "line 2: has bytes behind the end of its file")]
    [InlineData(Head + "\n{\"path\":\"/a\",\"size\":50,\"bytes\":{\"9\":\"abc\",\"2\":\"abc\"}}", "line 2: has bytes that are not in the order of the file")]
    [InlineData(Head + "\n{\"path\":\"/a\",\"size\":5,\"bytes\":{\"0\":\"\\u2400\"}}", "line 2: has bytes that are written in another way")]
    [InlineData(Head + "\n{\"path\":\"/a\",\"size\":9999999999,\"bytes\":{\"0\":2000000000}}", "line 2: has too many zeros")]
    [InlineData(Head + "\n{\"path\":\"/a\",\"same\":\"/b\"}", "line 2: is the same as a file that has no line before it")]
    [InlineData(Head + "\n{\"path\":\"/a\",\"kind\":\"Door\"}", "line 2: has a word that is not known: Door")]
    [InlineData(Head + "\n{\"path\":\"/a\",\"size\":9,\"gnu_hash\":{\"at\":0,\"symbols\":0,\"names\":0,\"count\":2,\"buckets\":1000000,\"first\":1,\"filter\":1,\"shift\":1}}", "line 2: has a hash table that cannot be made of its symbols")]
    public void A_line_that_makes_no_sense_is_named(string text, string problem)
    {
        ExaminationResult result = Taken.Judge(Encoding.UTF8.GetBytes(text));
        Assert.Contains(problem, result.Fault!.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', result.Fault.Message);
    }

    [Fact]
    public void A_file_of_a_terabyte_is_only_a_number()
    {
        string text = Head + "\n{\"path\":\"/\",\"kind\":\"Directory\",\"entries\":[\"usr/\"]}\n{\"path\":\"/usr\",\"size\":1099511627776,\"bytes\":{\"0\":\"abc\"}}\n{\"end\":3}\n";
        ExaminationResult result = Taken.Judge(Encoding.UTF8.GetBytes(text));
        Assert.NotNull(result.Fault);
    }

    [Fact]
    public void What_unpacks_without_end_is_left()
    {
        using MemoryStream packed = new();
        using (GZipStream stream = new(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            byte[] nothing = new byte[1 << 20];
            nothing.AsSpan().Fill((byte)' ');
            for (int i = 0; i < 80; i++) stream.Write(nothing);
        }

        Assert.Contains("is too long", Taken.Judge(packed.ToArray(), name: "/bomb.jsonl.gz").Fault!.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/case.jsonl.gz")]
    [InlineData("/case.jsonl.br")]
    [InlineData("/case.jsonl")]
    public void Whatever_is_cut_or_changed_is_a_fault_or_a_verdict(string name)
    {
        MemoryMachine machine = Machines.Debian();
        machine.Install("demo", "1.0", null, "demo");
        TakenOf(machine, name, out byte[] whole);
        Assert.Null(Taken.Judge(whole, name: name).Fault);
        Random random = new(7);
        for (int round = 0; round < 40; round++)
        {
            byte[] changed = [.. whole];
            if (round % 2 == 0) changed = changed[..random.Next(changed.Length)];
            else for (int i = 0; i < 3; i++) changed[random.Next(changed.Length)] = (byte)random.Next(256);
            ExaminationResult result = Taken.Judge(changed, name: name);
            Assert.True(result.Fault is not null || result.Targets.Length == 1);
            if (round % 2 == 0) Assert.NotNull(result.Fault);
        }
    }

    private static void TakenOf(MemoryMachine machine, string name, out byte[] file) =>
        file = Assay.Examination.Taking.SnapshotTaker.Take(new ExaminationRequest { Subject = Machines.Venv, Imports = ["demo"] }, machine, "test").Write(name, Taken.Nobody, isShort: true, out _);
}
