using System.Text;
using Assay.Examination;
using Assay.Primitives;

namespace Assay.Tests.Wheels;

/// <summary>An archive that is not what it says gives one clear line and never an exception, a file, or memory that its own numbers ask for.</summary>
public sealed class HostileArchiveTests
{
    private const string Name = "/home/ada/demo-1.0-py3-none-any.whl";

    private static readonly byte[] Metadata = Encoding.UTF8.GetBytes("Metadata-Version: 2.1\nName: demo\nVersion: 1.0\n");

    private static readonly byte[] Zeros = new byte[4 << 20];

    [Theory]
    [InlineData("../outside.py", "a name that leads out of its place")]
    [InlineData("demo/../../outside.py", "a name that leads out of its place")]
    [InlineData("demo//twice.py", "a name that leads out of its place")]
    [InlineData("/etc/passwd", "an absolute name")]
    [InlineData("C:/Windows/x.py", "an absolute name")]
    [InlineData("demo\\windows.py", "a name with a backslash")]
    [InlineData("demo/a\nb.py", "a name with control characters")]
    [InlineData("", "a member without a name")]
    [InlineData("demo/__init__.py/below.py", "stands below the file `demo/__init__.py`")]
    [InlineData("demo-1.0.data/nowhere/x.py", "is in no part of a wheel that installers know")]
    [InlineData("demo-1.0.data/loose", "is in no part of a wheel that installers know")]
    public void A_member_with_an_odd_name_is_said_and_left_out(string name, string problem)
    {
        ExaminationResult result = Examine(Wheel().Add(name, "x = 1"));
        Assert.Contains(problem, Assert.Single(result.Problems), StringComparison.Ordinal);
        Assert.Equal("demo", Assert.Single(Assert.Single(result.Targets).Imports).Verdict.Import);
    }

    [Fact]
    public void A_member_that_is_there_twice_counts_as_the_last()
    {
        ExaminationResult result = Examine(Wheel().Add("demo-1.0.dist-info/METADATA", "Metadata-Version: 2.1\nName: demo\nVersion: 9.9\n"));
        Assert.Contains("more than once; the last one counts", Assert.Single(result.Problems), StringComparison.Ordinal);
        Assert.Equal("9.9", result.Targets[0].Imports[0].DistributionVersion);
    }

    [Fact]
    public void A_link_is_a_file_as_installers_write_it()
    {
        ExaminationResult result = Examine(Wheel().Add(new ZipForge.Member("demo/link.py", Encoding.UTF8.GetBytes("../../../etc/passwd")) { Mode = 0xa1ff }));
        Assert.Contains("is a symbolic link in the archive", Assert.Single(result.Problems), StringComparison.Ordinal);
    }

    public static TheoryData<string, string> Members => new()
    {
        { "encrypted", "is encrypted" },
        { "method", "is compressed with method 14" },
        { "bomb", "and its stream gives more" },
        { "short", "is said to have 5000 bytes, and its stream gives 46" },
        { "stored", "is said to have 47 bytes, and 46 are there" },
        { "enormous", "at most 536870912 are inflated" },
        { "noise", "is no deflate stream" },
        { "checksum", "does not have the CRC-32" },
        { "name", "has another name in its local header" },
        { "offset", "has no local header at 0x7ffffff0" },
        { "beyond", "beyond the end of the archive" },
    };

    [Theory]
    [MemberData(nameof(Members))]
    public void A_member_that_lies_is_said_when_it_is_read(string lie, string problem)
    {
        ZipForge.Member plain = new("demo-1.0.dist-info/METADATA", Metadata);
        ZipForge.Member member = lie switch
        {
            "encrypted" => plain with { Flags = 1 },
            "method" => plain with { Method = 14, Packed = [1, 2, 3] },
            "bomb" => plain with { Content = Zeros, Size = 100 },
            "short" => plain with { Size = 5000 },
            "stored" => plain with { Method = 0, Size = Metadata.Length + 1 },
            "enormous" => plain with { Size = 0x7fffffff },
            "noise" => plain with { Packed = [0xff, 0xff, 0xff, 0xff] },
            "checksum" => plain with { Checksum = 7 },
            "name" => plain with { LocalName = "demo-1.0.dist-info/WHEEL999" },
            "offset" => plain with { Offset = 0x7ffffff0 },
            _ => plain with { PackedSize = 0x7fffffff },
        };
        ExaminationResult result = Examine(new ZipForge().Add("demo/__init__.py").Add(member).Add("demo-1.0.dist-info/RECORD", "demo/__init__.py,,\n"));
        Assert.Contains(result.Problems, line => line.Contains("METADATA: " + problem, StringComparison.Ordinal) || (line.Contains("METADATA", StringComparison.Ordinal) && line.Contains(problem, StringComparison.Ordinal)));
        Assert.All(result.Problems, line => Assert.DoesNotContain('\n', line));
    }

    [Theory]
    [InlineData("", "has no end record of a zip archive")]
    [InlineData("PK", "has no end record of a zip archive")]
    [InlineData("<!doctype html><html>not found</html>", "has no end record of a zip archive")]
    public void What_is_no_archive_is_refused(string content, string problem) => Assert.Contains(problem, Refusal(Encoding.UTF8.GetBytes(content)), StringComparison.Ordinal);

    [Fact]
    public void A_directory_that_is_not_where_it_should_be_is_refused()
    {
        byte[] wheel = Wheel().Build();
        byte[] far = [.. wheel];
        far[^3] = 0x7f;
        Assert.Contains("does not end at its end record", Refusal(far), StringComparison.Ordinal);
        byte[] large = [.. wheel];
        large[^7] = 0x7f;
        Assert.Contains("at most 67108864 are read", Refusal(large), StringComparison.Ordinal);
        byte[] torn = [.. wheel];
        torn[wheel.AsSpan().IndexOf("PK\x01\x02"u8)] = (byte)'X';
        Assert.Contains("expected an entry, found other bytes", Refusal(torn), StringComparison.Ordinal);
    }

    [Fact]
    public void Bytes_before_the_archive_and_64_bit_records_are_read()
    {
        foreach (bool wide in (ReadOnlySpan<bool>)[false, true])
        {
            Assert.Empty(Examine(Fill(new ZipForge { IsWide = wide })).Problems);
            ExaminationResult result = Examine(Fill(new ZipForge { IsWide = wide, Prefix = new byte[100] }));
            Assert.Equal($"{Name}: the archive starts at 0x64; expected at 0x0", Assert.Single(result.Problems));
            Assert.Equal("demo", Assert.Single(result.Targets[0].Imports).Verdict.Import);
        }
    }

    [Fact]
    public void Many_odd_members_give_a_few_lines()
    {
        ZipForge forge = Wheel();
        for (int number = 0; number < 5000; number++) forge.Add("../" + number);
        ExaminationResult result = Examine(forge);
        Assert.Equal(21, result.Problems.Length);
        Assert.Contains(result.Problems, line => line.EndsWith("and 4980 more members of such kinds", StringComparison.Ordinal));
    }

    [Fact]
    public void Any_bytes_changed_make_nothing_throw()
    {
        byte[] whole = Wheel().Build();
        Random random = new(5);
        for (int round = 0; round < 400; round++)
        {
            byte[] changed = [.. whole];
            for (int change = random.Next(1, 20); change > 0; change--) changed[random.Next(changed.Length)] = (byte)(random.Next(2) == 0 ? 0xff : random.Next(256));
            if (round % 3 == 0) changed = changed[..random.Next(changed.Length)];
            ExaminationResult result = Run(changed);
            Assert.True(result.Fault is not null || result.Targets.Length == 1);
        }
    }

    [Fact]
    public void Only_members_that_are_needed_are_inflated()
    {
        ZipForge forge = Wheel().Add(new ZipForge.Member("demo/data.bin", Zeros)).Add(new ZipForge.Member("demo/secret.bin", [1]) { Flags = 1 });
        Assert.Empty(Examine(forge).Problems);
        ZipIndex index = ZipIndex.Read(new MemoryByteSource(forge.Build()));
        using ArchiveMachine machine = new(new MemoryByteSource(forge.Build()), index.Members.Select(member => KeyValuePair.Create("/" + member.Name, member)));
        Assert.Equal(["__init__.py", "data.bin", "secret.bin"], machine.List("/demo")!.Select(entry => entry.Name).Order(StringComparer.Ordinal));
        Assert.Equal(0, machine.InflatedBytes);
        Assert.Equal((FileKind.File, Zeros.Length), (machine.Look("/demo/data.bin", out _)!.Kind, machine.Look("/demo/data.bin", out _)!.Length));
        Assert.Null(machine.Open("/demo/secret.bin", out AccessOutcome outcome));
        Assert.Equal((AccessOutcome.Failed, 0L), (outcome, machine.InflatedBytes));
        Assert.Equal(Zeros, machine.ReadWhole("/demo/data.bin")!);
        Assert.Equal(Zeros.Length, machine.InflatedBytes);
        machine.Look("/demo/data.bin/x", out outcome);
        Assert.Equal(AccessOutcome.NotADirectory, outcome);
    }

    private static ZipForge Wheel() => Fill(new ZipForge());

    private static ZipForge Fill(ZipForge forge) => forge.Add("demo/__init__.py", "import os\n").Add(new ZipForge.Member("demo-1.0.dist-info/METADATA", Metadata))
        .Add("demo-1.0.dist-info/WHEEL", "Wheel-Version: 1.0\nTag: py3-none-any\n").Add("demo-1.0.dist-info/RECORD", "demo/__init__.py,,\ndemo-1.0.dist-info/RECORD,,\n");

    private static ExaminationResult Examine(ZipForge forge)
    {
        ExaminationResult result = Run(forge.Build());
        Assert.Null(result.Fault);
        return result;
    }

    private static string Refusal(byte[] content)
    {
        ExaminationResult result = Run(content);
        Assert.Equal(SubjectFaultKind.NotAnEnvironment, result.Fault?.Kind);
        Assert.StartsWith(Name + ": ", result.Fault!.Message, StringComparison.Ordinal);
        return result.Fault.Message;
    }

    private static ExaminationResult Run(byte[] content)
    {
        MemoryMachine machine = new();
        machine.AddFile(Name, content);
        return Examiner.Run(new ExaminationRequest { Subject = Name }, machine);
    }
}
