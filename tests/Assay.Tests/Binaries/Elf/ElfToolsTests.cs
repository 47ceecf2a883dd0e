using System.Globalization;
using System.Text.RegularExpressions;
using Assay.Binaries;
using Assay.Binaries.Elf;
using Assay.Primitives;
using Assay.Tests.Fixtures;

namespace Assay.Tests.Binaries.Elf;

/// <summary>Files of machines the corpus has none of, made by clang and lld, read by us and by readelf: 32 bits, big-endian, DT_REL, both hash tables.</summary>
[Trait("speed", "slow")]
public sealed partial class ElfToolsTests : IDisposable
{
    private const string Source = """
        extern int wanted_function(int); extern int wanted_data; extern int optional(void) __attribute__((weak));
        __thread int counter = 3; int table[4] = {1, 2, 3, 4}; int *pointer = &wanted_data;
        int offered(int x) { counter++; return wanted_function(x) + wanted_data + table[x & 3] + (optional ? optional() : 0); }
        """;

    private readonly TemporaryDirectory directory = new();

    public static TheoryData<string, string> Machines()
    {
        TheoryData<string, string> data = new() { { "mips-linux-gnu", "sysv" } };
        foreach (string machine in new[] { "powerpc-linux-gnu", "powerpc64-linux-gnu", "armv7-linux-gnueabihf", "i686-linux-gnu", "riscv32-linux-gnu", "aarch64_be-linux-gnu" })
            foreach (string hash in new[] { "sysv", "gnu", "both" }) data.Add(machine, hash);
        return data;
    }

    [Theory]
    [MemberData(nameof(Machines))]
    public void Segments_dynamic_section_symbols_and_relocations_are_what_readelf_prints(string machine, string hash)
    {
        string path = Path.Combine(directory.Path, "libx.so");
        File.WriteAllText(Path.Combine(directory.Path, "x.c"), Source);
        Needs.Program("ld.lld");
        Run("clang", "-target", machine, "-fPIC", "-shared", "-nostdlib", "-s", "-fuse-ld=lld", "-Wl,-soname,libx.so.1", "-Wl,-rpath,$ORIGIN/lib", $"-Wl,--hash-style={hash}",
            Path.Combine(directory.Path, "x.c"), "-o", path);
        using BinaryFile file = BinaryFiles.Read(new MemoryByteSource(File.ReadAllBytes(path)));
        ElfImage image = Assert.IsType<ElfImage>(Assert.Single(file.Images));
        Assert.Empty(file.Faults);
        Assert.Equal((hash != "sysv", hash != "gnu"), (image.HasGnuHash, image.HasSystemVHash));
        AssertAgrees(image, path);
        Assert.Empty(file.Faults);

        foreach (string name in new[] { "offered", "table", "pointer", "counter" }) Assert.Equal(name, Assert.Single(image.Offers.Find(name)).Name);
        Assert.Empty(image.Offers.Find("wanted_data"));
        Assert.Equal(["optional", "wanted_data", "wanted_function"], image.WantedSymbols.Select(symbol => symbol.Name).Where(name => !name.EndsWith("tls_get_addr", StringComparison.Ordinal)).Order(StringComparer.Ordinal));
        Assert.True(image.WantedSymbols.Single(symbol => symbol.Name == "optional").IsWeak);
    }

    [Theory]
    [InlineData("armv6-linux-gnueabihf", "-mcpu=arm1176jzf-s", "v6", 6)]
    [InlineData("armv6-linux-gnueabi", "-march=armv6k -mfloat-abi=soft", "v6", 6)]
    [InlineData("armv6-linux-gnueabihf", "-march=armv6t2 -mthumb", "v6T2", 7)]
    [InlineData("armv7-linux-gnueabihf", "-mcpu=cortex-a7", "v7", 7)]
    [InlineData("armv7-linux-gnueabihf", "-march=armv7-a -mfpu=vfpv3-d16 -mthumb", "v7", 7)]
    [InlineData("armv7-linux-gnueabi", "-march=armv7-a -mfpu=neon-vfpv4 -mfloat-abi=softfp", "v7", 7)]
    [InlineData("armv7-linux-gnueabihf", "-mcpu=cortex-m3 -mthumb -mfloat-abi=soft", "v7", 7)]
    [InlineData("armv7-linux-gnueabihf", "-mcpu=cortex-a53", "v8", 8)]
    [InlineData("arm-linux-gnueabi", "-march=armv5te -mfloat-abi=soft", "v5TE", 6)]
    public void What_code_of_Arm_needs_is_what_readelf_prints(string machine, string options, string expected, int runsOn)
    {
        string path = Path.Combine(directory.Path, "x.o"), source = Path.Combine(directory.Path, "x.c");
        File.WriteAllText(source, "double offered(double x) { return x + 1; }");
        Run("clang", ["-target", machine, .. options.Split(' '), "-c", source, "-o", path]);
        using BinaryFile file = BinaryFiles.Read(new MemoryByteSource(File.ReadAllBytes(path)));
        ElfImage image = Assert.IsType<ElfImage>(Assert.Single(file.Images));
        Assert.Equal(expected, image.ArmArchitecture);
        AssertAgrees(image.ArmAttributes!, Run("readelf", "-A", path));
        Assert.Equal(runsOn, new[] { 6, 7, 8 }.First(version => !image.ArmAttributes!.IsBeyond(version)));
    }

    [Theory]
    [InlineData("x86_64")]
    [InlineData("i686")]
    [InlineData("armv7l")]
    [InlineData("s390x")]
    [InlineData("ppc64")]
    [InlineData("loongarch64")]
    public void Readelf_finds_in_an_assembled_file_what_was_described(string machine)
    {
        string path = Path.Combine(directory.Path, "assembled.so");
        File.WriteAllBytes(path, BinaryAssembler.Assemble($"elf {machine} shared\nsoname libx.so.1\nrunpath $ORIGIN/lib\nhash both\ninit-array 1\nwants wanted_data\nwants weak optional\noffers offered\noffers data table"));
        using BinaryFile file = BinaryFiles.Read(new MemoryByteSource(File.ReadAllBytes(path)));
        AssertAgrees((ElfImage)file.Images[0], path, "--use-dynamic");
    }

    /// <inheritdoc/>
    public void Dispose() => directory.Dispose();

    private static void AssertAgrees(ElfImage image, string path, params string[] options)
    {
        string said = Run("readelf", [.. options, "-W", "-l", "-d", "-s", "-r", path]);
        Assert.Equal(
            Load().Matches(said).Select(match => string.Join(' ', match.Groups.Cast<Group>().Skip(1).Select(group => Number(group.Value)))),
            image.Segments.Where(segment => segment.IsLoad).Select(segment => $"{segment.Offset.Value} {segment.Address.Value} {segment.FileSize} {segment.MemorySize}"));
        Assert.Contains($"Library soname: [{image.Name}]", said, StringComparison.Ordinal);
        Assert.Contains($"Library runpath: [{image.Runpath}]", said, StringComparison.Ordinal);
        Assert.Equal(
            Tag().Matches(said).Select(match => unchecked((long)Number(match.Groups[1].Value))),
            image.Dynamic.Entries.Select(entry => entry.Tag));
        Assert.Equal(
            Symbol().Matches(said).Where(match => !match.Groups["name"].Value.Contains(' ', StringComparison.Ordinal))
                .Select(match => $"{match.Groups["type"].Value} {match.Groups["bind"].Value} {match.Groups["index"].Value == "UND"} {match.Groups["name"].Value}"),
            Enumerable.Range(0, image.Symbols.Count).Select(index => image.Symbols[index]).Where(symbol => image.Symbols.Name(symbol).Length > 0)
                .Select(symbol => $"{TypeName(symbol.Type)} {BindingName(symbol.Binding)} {!symbol.IsDefined} {image.Symbols.Name(symbol)}"));
        int shift = image.Header.Class == ElfClass.Elf64 ? 32 : 8;
        Assert.Equal(
            Relocation().Matches(said).Select(match => (Number(match.Groups[1].Value), Number(match.Groups[2].Value))),
            image.Relocations.Select(relocation => (relocation.Target.Value, ((ulong)relocation.SymbolIndex << shift) | relocation.Type)));
    }

    // Words of readelf by the numbers of the ABI (binutils/readelf.c).
    private static void AssertAgrees(ArmAttributes attributes, string said)
    {
        string[] thumb = ["No", "Thumb-1", "Thumb-2", "Yes"], point = ["No", "VFPv1", "VFPv2", "VFPv3", "VFPv3-D16", "VFPv4", "VFPv4-D16", "FP for ARMv8", "FPv5/FP-D16 for ARMv8"];
        string[] vectors = ["No", "NEONv1", "NEONv1 with Fused-MAC", "NEON for ARMv8", "NEON for ARMv8.1"];
        Assert.Equal(Attribute("CPU_arch") ?? "pre-v4", attributes.ArchitectureName);
        Assert.Equal(Attribute("CPU_arch_profile")?[0], attributes.Profile);
        Assert.Equal(Attribute("THUMB_ISA_use") ?? "No", thumb[attributes.Thumb]);
        Assert.Equal(Attribute("FP_arch") ?? "No", point[attributes.FloatingPoint]);
        Assert.Equal(Attribute("Advanced_SIMD_arch") ?? "No", vectors[attributes.Vectors]);
        Assert.Equal(Attribute("ABI_VFP_args") == "VFP registers", attributes.PassesFloatsInRegisters);

        string? Attribute(string tag) => Regex.Match(said, $"^  Tag_{tag}: (.*)$", RegexOptions.Multiline) is { Success: true } match ? match.Groups[1].Value : null;
    }

    private static string Run(string program, params string[] arguments)
    {
        (int exitCode, string output, string error) = ChildProcess.Run(Needs.Program(program), arguments);
        Assert.True(exitCode == 0, $"{program}: {error}");
        return output;
    }

    private static ulong Number(string hex) => ulong.Parse(hex.StartsWith("0x", StringComparison.Ordinal) ? hex[2..] : hex, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);

    private static string TypeName(int type) => type switch { 0 => "NOTYPE", 1 => "OBJECT", 2 => "FUNC", 3 => "SECTION", 6 => "TLS", _ => $"{type}" };

    private static string BindingName(int binding) => binding switch { 0 => "LOCAL", 1 => "GLOBAL", 2 => "WEAK", _ => $"{binding}" };

    [GeneratedRegex(@"^  LOAD +(0x[0-9a-f]+) (0x[0-9a-f]+) 0x[0-9a-f]+ (0x[0-9a-f]+) (0x[0-9a-f]+)", RegexOptions.Multiline)]
    private static partial Regex Load();

    [GeneratedRegex(@"^ (0x[0-9a-f]+) \(", RegexOptions.Multiline)]
    private static partial Regex Tag();

    [GeneratedRegex(@"^ +\d+: [0-9a-f]+ +\d+ (?<type>\w+) +(?<bind>\w+) +\w+ +(?:\[.*\] +)?(?<index>\w+) (?<name>\S+)$", RegexOptions.Multiline)]
    private static partial Regex Symbol();

    [GeneratedRegex(@"^([0-9a-f]{8,16})  ([0-9a-f]{8,16}) R_", RegexOptions.Multiline)]
    private static partial Regex Relocation();
}
