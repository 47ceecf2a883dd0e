using System.Text;
using Assay.Binaries;
using Assay.Diagnostics;
using Assay.Indexes;
using Assay.Packaging;
using Assay.Packaging.Choosing;
using Assay.Primitives;
using Assay.Targets;
using Assay.Tests.Fixtures;
using Assay.Tests.Wheels;

namespace Assay.Tests.Indexes;

/// <summary>Wheels on a server, read in parts.</summary>
public sealed class RemoteWheelTests
{
    private const string Name = "demo-1.0-cp311-cp311-manylinux_2_28_x86_64.whl";
    private const string Core = "demo/_core.cpython-311-x86_64-linux-gnu.so";

    private static readonly IndexSettings Settings = new() { Timeout = TimeSpan.FromSeconds(30), Retries = 1, Backoff = TimeSpan.FromMilliseconds(1) };

    [Fact]
    public async Task Every_wheel_of_the_corpus_is_judged_for_a_fiftieth_of_its_bytes()
    {
        string folder = Needs.Corpus("wheels");
        List<string> lines = [];
        (string Name, byte[] Content) served = ("", []);
        await using LoopbackServer server = RangeServer.Start(path => Uri.UnescapeDataString(path[1..]) == served.Name ? served.Content : null);
        using PackageIndexes indexes = PackageIndexes.Open(Settings with { Indexes = [server.Root] }, new MemoryMachine());
        foreach (string path in Directory.EnumerateFiles(folder, "*.whl").Order(StringComparer.Ordinal))
        {
            string name = Path.GetFileName(path);
            served = (name, await File.ReadAllBytesAsync(path));
            long size = served.Content.Length;
            RemoteWheelReading reading = await RemoteWheel.ReadAsync(indexes, new IndexFile(name) { Url = server.Root + Uri.EscapeDataString(name), Size = size }, CancellationToken.None);
            Assert.True(reading.Problems.IsEmpty, name + ": " + string.Join("; ", reading.Problems));
            Assert.True(reading.BytesRead <= Math.Max(size / 50, 64 << 10), $"{name}: {reading.BytesRead} of {size} bytes");
            Assert.True(size < 5_000_000 || reading.BytesRead * 50 <= size, name);
            Assert.True(WheelFilename.TryParse(name, out WheelFilename? filename) && filename.Name == PackageName.Normalize(reading.Metadata!.First("Name")!), name);
            Assert.All(reading.Files, file => Assert.True(file.Head is { Machines.IsEmpty: false }, $"{name}: {file.Path}"));
            foreach (Target target in filename!.Tags.Select(tag => tag.Platform).Distinct().SelectMany(tag => PlatformTag.Parse(tag).Targets()))
                Assert.Empty(RemoteWheelJudge.Judge(reading, target).Select(finding => name + ": " + finding.Title));
            lines.Add($"{name}: {reading.BytesRead} of {size} bytes in {reading.Requests} requests, {reading.Files.Length} native files");
        }

        Assert.Equal(31, lines.Count);
        TestContext.Current.TestOutputHelper?.WriteLine(string.Join('\n', lines));
    }

    [Fact]
    public async Task A_wheel_of_unknown_size_is_found_from_its_end()
    {
        byte[] wheel = Large();
        RemoteWheelReading reading = await Read(wheel);
        Assert.Empty(reading.Problems);
        Assert.Equal((wheel.Length, true, "demo"), (reading.Size, reading.IsListed, reading.Metadata?.First("Name")));
        RemoteWheelFile file = Assert.Single(reading.Files);
        Assert.Equal(("/site-packages/" + Core, BinaryFormat.Elf, ".cpython-311-x86_64-linux-gnu.so"), (file.Path, file.Head!.Format, file.Suffix));
        Assert.Equal([Architecture.X86_64], file.Architectures);
        Assert.True(reading.BytesRead < 64 << 10);
    }

    [Fact]
    public async Task A_wheel_of_many_small_modules_keeps_its_share_and_says_what_it_leaves_out()
    {
        byte[] elf = new byte[2048];
        "\u007fELF"u8.CopyTo(elf);
        (elf[4], elf[5], elf[6], elf[16], elf[18]) = (2, 1, 1, 3, 62);
        Random noise = new(1);
        ZipForge forge = new();
        for (int module = 0; module < 300; module++)
        {
            noise.NextBytes(elf.AsSpan(64));
            forge.Add(new ZipForge.Member($"demo/m{module}.abi3.so", [.. elf]));
        }

        byte[] wheel = forge.Add("demo-1.0.dist-info/METADATA", "Name: demo\n\n").Build();
        RemoteWheelReading reading = await Read(wheel, wheel.Length);
        Assert.True(reading.BytesRead <= 64 << 10, $"{reading.BytesRead}");
        Assert.Matches("^[0-9]+ of 301 parts of it are not looked at: at most a fiftieth of a wheel is read, or 65536 bytes, and the heads of 2000 files$", Assert.Single(reading.Problems));
        Assert.Equal((300, "demo"), (reading.Files.Length, reading.Metadata?.First("Name")));
        Assert.Contains(reading.Files, file => file.Head is null);
    }

    [Fact]
    public async Task A_small_wheel_is_taken_whole_in_one_request()
    {
        byte[] wheel = new ZipForge().Add("demo-1.0.dist-info/METADATA", "Name: demo\n\n").Build();
        RemoteWheelReading reading = await Read(wheel, size: wheel.Length);
        Assert.Equal((1, wheel.Length, "demo"), (reading.Requests, reading.BytesRead, reading.Metadata?.First("Name")));
        Assert.Empty(reading.Problems);
    }

    [Fact]
    public async Task Offered_metadata_is_taken_from_beside_the_file()
    {
        byte[] wheel = Large();
        await using LoopbackServer server = RangeServer.Start(path => path == $"/{Name}.metadata" ? "Name: Offered\n\n"u8.ToArray() : wheel);
        using PackageIndexes indexes = PackageIndexes.Open(Settings with { Indexes = [server.Root] }, new MemoryMachine());
        RemoteWheelReading reading = await RemoteWheel.ReadAsync(indexes, new IndexFile(Name) { Url = server.Root + Name, HasMetadata = true }, CancellationToken.None);
        Assert.Equal("Offered", reading.Metadata?.First("Name"));
        Assert.Single(reading.Files);
        Assert.Equal(reading.Requests, server.Requests.Count);
    }

    public static TheoryData<int, string> Liars => new()
    {
        { (int)RangeManner.None, "expected the part of the file that was asked for (status 206), found an offer of all 204800 bytes; this server gives no parts, so the wheel is not looked into; download it and check the file" },
        { (int)RangeManner.LyingPlace, "expected the bytes from 188416 to 204799, found 16384 bytes that are said to be those from 188415 to 204798; try again, or download it and check the file" },
        { (int)RangeManner.Shorter, "expected the bytes from 188416 to 204799, found 16383 bytes that are said to be those from 188416 to 204798; try again, or download it and check the file" },
        { (int)RangeManner.Packed, "expected a part of a file as it is, found one packed with `gzip`; check the URL" },
        { (int)RangeManner.Silent, "expected a Content-Range like `bytes 0-99/1000`, found ``" },
        { (int)RangeManner.Changing, "changed while it was read; try again" },
    };

    [Theory]
    [MemberData(nameof(Liars))]
    public async Task A_server_that_gives_no_honest_parts_is_said(int manner, string line)
    {
        byte[] wheel = Large();
        await using LoopbackServer server = RangeServer.Start(_ => wheel, (RangeManner)manner);
        using PackageIndexes indexes = PackageIndexes.Open(Settings with { Indexes = [server.Root] }, new MemoryMachine());
        RemoteWheelReading reading = await RemoteWheel.ReadAsync(indexes, new IndexFile(Name) { Url = server.Root + Name, Size = wheel.Length }, CancellationToken.None);
        Assert.Equal($"{server.Root}{Name}: {line}", reading.Problems.Last());
        Assert.True(reading.BytesRead < 64 << 10);
    }

    [Fact]
    public async Task A_wheel_that_lies_about_its_architecture_is_found()
    {
        RemoteWheelReading reading = await Read(Large(machine: 183));
        Target target = PlatformTag.Parse("manylinux_2_28_x86_64").Targets().Single();
        Finding finding = Assert.Single(RemoteWheelJudge.Judge(reading, target));
        Assert.Equal((Severity.Error, $"`_core.cpython-311-x86_64-linux-gnu.so` has no code for x86_64, which manylinux_2_28_x86_64 promises"), (finding.Severity, finding.Title));
        Finding other = Assert.Single(RemoteWheelJudge.Judge(await Read(Large()), PlatformTag.Parse("manylinux_2_28_aarch64").Targets().Single()));
        Assert.Equal(("A211", "the wheel is for manylinux_2_28_x86_64, and linux-glibc2.28-aarch64 is another platform"), (other.Code, other.Title));
    }

    [Fact]
    public async Task A_module_that_is_named_for_another_Python_is_found()
    {
        RemoteWheelReading reading = await Read(Large(core: "demo/_core.cpython-312-x86_64-linux-gnu.so"));
        Finding finding = Assert.Single(RemoteWheelJudge.Judge(reading, PlatformTag.Parse("manylinux_2_28_x86_64").Targets().Single()));
        Assert.Equal((Severity.Warning, "`_core.cpython-312-x86_64-linux-gnu.so` is named for another Python than cp311, which the tag of the wheel promises"), (finding.Severity, finding.Title));
    }

    [Fact]
    public async Task What_is_no_archive_is_said()
    {
        Assert.Contains((await Read(Encoding.ASCII.GetBytes(new string('x', 70_000)))).Problems, problem => problem.StartsWith("has no end record of a zip archive", StringComparison.Ordinal));
        RemoteWheelReading absent = await Read(null);
        Assert.EndsWith($"/{Name}: answers 404; expected 200; check the URL", Assert.Single(absent.Problems), StringComparison.Ordinal);
        using PackageIndexes indexes = PackageIndexes.Open(new IndexSettings { Offline = true }, new MemoryMachine());
        Assert.Equal(["https://host/x.whl: not read, because the network is switched off"], (await RemoteWheel.ReadAsync(indexes, new IndexFile(Name) { Url = "https://me:secret@host/x.whl" }, CancellationToken.None)).Problems);
    }

    [Theory]
    [InlineData("\x7f")]
    [InlineData("\x7f" + "ELF")]
    [InlineData("MZ")]
    [InlineData("\u00ca\u00fe\u00ba\u00be\0\0\0\u0002")]
    [InlineData("\u00cf\u00fa\u00ed\u00fe")]
    public void A_head_that_breaks_off_names_no_machine(string text)
    {
        Assert.Empty(BinaryHead.Read(Encoding.Latin1.GetBytes(text)).Machines);
    }

    [Fact]
    public void Heads_agree_with_the_readers()
    {
        foreach ((string archive, string member) in new[] { ("numpy-2.4.6-cp311-cp311-win_amd64.whl", ".pyd"), ("MarkupSafe-3.0.2-cp313-cp313-macosx_10_13_universal2.whl", ".so"), ("markupsafe-3.0.4-cp311-cp311-manylinux_2_31_riscv64.manylinux_2_39_riscv64.whl", ".so"), ("markupsafe-3.0.4-cp311-cp311-win_arm64.whl", ".pyd") })
        {
            using System.IO.Compression.ZipArchive zip = System.IO.Compression.ZipFile.OpenRead(Corpus.Archive(archive));
            byte[] content = Corpus.Member(archive, zip.Entries.First(entry => entry.FullName.EndsWith(member, StringComparison.Ordinal)).FullName);
            using BinaryFile whole = BinaryFiles.Read(new MemoryByteSource(content));
            BinaryHead head = BinaryHead.Read(content.AsSpan(0, BinaryHead.Enough));
            Assert.Equal(whole.Images.Select(image => (image.Architecture, image.RawMachine)), head.Machines.Select(machine => (machine.Architecture, machine.RawMachine)));
            Assert.Equal(whole.Format, head.Format);
        }
    }

    private static async Task<RemoteWheelReading> Read(byte[]? wheel, long? size = null)
    {
        await using LoopbackServer server = RangeServer.Start(_ => wheel);
        using PackageIndexes indexes = PackageIndexes.Open(Settings with { Indexes = [server.Root] }, new MemoryMachine());
        return await RemoteWheel.ReadAsync(indexes, new IndexFile(Name) { Url = server.Root + Name, Size = size }, CancellationToken.None);
    }

    // 200 KiB exactly, of which the data file takes what the others leave.
    internal static byte[] Large(ushort machine = 62, string core = Core)
    {
        byte[] elf = new byte[4096];
        "\u007fELF"u8.CopyTo(elf);
        (elf[4], elf[5], elf[6], elf[16], elf[18]) = (2, 1, 1, 3, (byte)machine);
        byte[] Build(int filling) => new ZipForge()
            .Add(core.StartsWith("demo/", StringComparison.Ordinal) ? new ZipForge.Member(core, elf) : throw new InvalidOperationException())
            .Add(new ZipForge.Member("demo/data.bin", new byte[filling]) { Method = 0 })
            .Add("demo-1.0.dist-info/METADATA", "Metadata-Version: 2.1\nName: demo\nVersion: 1.0\n\n").Build();
        int rest = (200 << 10) - Build(0).Length;
        return Build(rest);
    }
}
