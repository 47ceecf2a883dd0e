using System.Text;
using Assay.Binaries;
using Assay.Targets;

namespace Assay.Tests.Binaries;

/// <summary>Which texts code hands to a function, in the instructions that compilers write for it.</summary>
public class CallScannerTests
{
    private const ulong Start = 0x10000, Stub = 0x18000, Slot = 0x1c010;

    private static readonly Dictionary<ulong, string> Texts = new() { [0x14020] = "first.name", [0x14040] = "second.name", [0x14030] = "late.name" };

    [Theory]
    [InlineData("lea through a stub", "48 8d 3d 19 40 00 00  e8 f4 7f 00 00", "first.name")]
    [InlineData("the call through the pointer itself", "48 8d 3d 19 40 00 00  ff 15 03 c0 00 00", "first.name")]
    [InlineData("another register first", "48 8d 1d 19 40 00 00  48 89 df  e8 f1 7f 00 00", "first.name")]
    [InlineData("another function is called", "48 8d 3d 19 40 00 00  e8 f4 6f 00 00")]
    [InlineData("the argument is no constant", "48 8d 3d 19 40 00 00  48 8b 7b 10  e8 f0 7f 00 00")]
    [InlineData("two calls in order", "48 8d 3d 39 40 00 00  e8 f4 7f 00 00  48 8d 3d 0d 40 00 00  e8 e8 7f 00 00", "second.name", "first.name")]
    [InlineData("a stub in the code itself", "ff 25 0a c0 00 00  48 8d 3d 13 40 00 00  e8 ee ff ff ff", "first.name")]
    [InlineData("cut in the middle", "48 8d 3d 19 40 00 00  e8 f4 7f")]
    public void X86_64(string what, string code, params string[] expected) => Assert.True(expected.SequenceEqual(Scan(Architecture.X86_64, code)), what);

    [Theory]
    [InlineData("adrp and add through a stub", "20000090 00800091 fe1f0094", "first.name")]
    [InlineData("adr, which linkers make of both", "00010210 1f2003d5 fe1f0094", "first.name")]
    [InlineData("another register first", "33000090 73820091 e00313aa fd1f0094", "first.name")]
    [InlineData("the call through the pointer itself", "20000090 00800091 1f2003d5 68000090 080940f9 00013fd6", "first.name")]
    [InlineData("a stub in the code itself", "70000090 100a40f9 00021fd6 1f2003d5 00010210 fbffff97", "late.name")]
    [InlineData("another function is called", "20000090 00800091 fe1b0094")]
    [InlineData("the argument is no constant", "00010210 600240f9 fe1f0094")]
    [InlineData("cut in the middle", "00010210 fe1f00")]
    public void Arm64(string what, string code, params string[] expected) => Assert.True(expected.SequenceEqual(Scan(Architecture.Arm64, code)), what);

    [Fact]
    public void Calls_without_number_cost_no_time()
    {
        byte[] code = new byte[8 << 20];
        System.Runtime.InteropServices.MemoryMarshal.Cast<byte, uint>(code.AsSpan()).Fill(0x97ffffff);
        System.Diagnostics.Stopwatch watch = System.Diagnostics.Stopwatch.StartNew();
        CallScanner scanner = new(Architecture.Arm64, new HashSet<ulong>(), Enumerable.Range(0, code.Length / 4).Select(i => Start + ((ulong)i * 4)).ToHashSet(), _ => default);
        scanner.Scan(code, Start);
        Assert.Empty(scanner.Texts);
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(20), $"{watch.Elapsed}");
    }

    private static IReadOnlyList<string> Scan(Architecture architecture, string code)
    {
        CallScanner scanner = new(architecture, new HashSet<ulong> { Slot }, new HashSet<ulong> { Stub }, address => Texts.TryGetValue(address, out string? text) ? Encoding.ASCII.GetBytes(text + "\0") : default);
        scanner.Scan(Convert.FromHexString(code.Replace(" ", "", StringComparison.Ordinal)), Start);
        return scanner.Texts;
    }
}
