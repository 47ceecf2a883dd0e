using Assay.Binaries.Code;
using Assay.Targets;
using Assay.Targets.Cpu;

namespace Assay.Tests.Binaries.Code;

/// <summary>Whether code that is entered at its first byte comes to an instruction that the processor does not know: certainly, under a condition, or not.</summary>
public class CodeWalkTests
{
    private static readonly CpuFeatures Avx = new(CpuFeature.Avx, CpuFeature.Bmi1, CpuFeature.Lzcnt), Lse = new(CpuFeature.ArmLse, CpuFeature.ArmPAuth, CpuFeature.ArmFp16);

    [Theory]
    [InlineData("straight", "c5f9efc0c3", "Certain")]
    [InlineData("after a call that may fail", "ff15fa1f00004885c07404c5f9efc0c3", "Certain")]
    [InlineData("through a stub", "e80a0000004885c07404c5f9efc0c3f30f1efaff25e71f0000", "Certain")]
    [InlineData("both ways of a flag lead there", "803df92f000000740190c5f9efc0c3", "Certain")]
    [InlineData("behind a loop", "b904000000ffc975fcc5f9efc0c3", "Certain")]
    [InlineData("in a function that is called", "e801000000c3c5f9efc0c3", "Certain")]
    [InlineData("in a function that is jumped to", "eb0190c5f9efc0c3", "Certain")]
    [InlineData("the other way ends the process", "803df92f0000007506ff15f91f0000c5f9efc0c3", "Certain")]
    [InlineData("the canary of the stack", "64488b0425280000004889442408488b54240864482b1425280000007505c5f9efc0c3ff15df1f0000", "Certain")]
    [InlineData("what malloc gave", "ff15122000004885c07501c3c5f9efc0c3", "Certain")]
    [InlineData("a flag", "803df92f0000007404c5f9efc0c3", "Conditional")]
    [InlineData("either of two flags", "803df92f0000007509803df12f0000007404c5f9efc0c3", "Conditional")]
    [InlineData("an argument", "85ff7404c5f9efc0c3", "Conditional")]
    [InlineData("a flag kept on the stack", "0fb605f92f000089442408837c2408007404c5f9efc0c3", "Conditional")]
    [InlineData("a function that reads a flag", "e80900000085c07404c5f9efc0c30fb605eb2f0000c3", "Conditional")]
    [InlineData("a function that decides by a flag", "e80900000085c07404c5f9efc0c3803deb2f0000007406b801000000c331c0c3", "Conditional")]
    [InlineData("what a foreign function says", "ff152220000085c07404c5f9efc0c3", "Conditional")]
    [InlineData("cpuid", "b8010000000fa20fbae11c7304c5f9efc0c3", null)]
    [InlineData("cpuid in a function that is called", "e80900000085c07404c5f9efc0c3b8010000000fa289c82500000010c3", null)]
    [InlineData("getauxval", "ff151a200000a8017404c5f9efc0c3", null)]
    [InlineData("a try with a handler", "ff150a20000085c07504c5f9efc0c3", null)]
    [InlineData("only its address is taken", "488d0508000000488905f22f0000c3c5f9efc0c3", null)]
    [InlineData("what old processors pass over", "f30f1efaf30fbcc0f30fbdc0f3900f0d0f0f1f000fa2c3", null)]
    [InlineData("behind the end", "c3c5f9efc0", null)]
    [InlineData("behind a trap", "0f0bc5f9efc0c3", null)]
    public void X86_64(string what, string code, string? expected) => Assert.True(expected == Reached(Architecture.X86_64, code, Avx), what);

    [Theory]
    [InlineData("straight", "000121f8c0035fd6", "Certain")]
    [InlineData("after a call that may fail", "080000d0080140f900013fd6400000b4000121f8c0035fd6", "Certain")]
    [InlineData("through a stub", "04000094400000b4000121f8c0035fd65f2403d5100000d0110240f91002009120021fd6", "Certain")]
    [InlineData("in a function that is called", "02000094c0035fd6000121f8c0035fd6", "Certain")]
    [InlineData("behind a loop", "8200805242040071e1ffff54000121f8c0035fd6", "Certain")]
    [InlineData("outline atomics", "100000f01002403970000034000121f8c0035fd6027d5fc8c0035fd6", "Conditional")]
    [InlineData("an argument", "40001836000121f8c0035fd6", "Conditional")]
    [InlineData("an identity register", "000638d54000a836000121f8c0035fd6", null)]
    [InlineData("getauxval", "080000d0081140f900013fd640004036000121f8c0035fd6", null)]
    [InlineData("hints", "3f2303d5bf2303d55f2403d53f2003d5ff2003d50040e21ec0035fd6", null)]
    public void Arm64(string what, string code, string? expected) => Assert.True(expected == Reached(Architecture.Arm64, code, Lse), what);

    [Fact]
    public void A_processor_that_knows_it_all_has_nothing_to_fear() => Assert.Null(Reached(Architecture.X86_64, "c5f9efc0c3", default));

    [Fact]
    public void Any_bytes_end_a_walk()
    {
        Random random = new(7);
        for (int i = 0; i < 300; i++)
        {
            byte[] code = new byte[random.Next(1, 4000)];
            random.NextBytes(code);
            _ = new CodeWalk(new SnippetCode(Architecture.X86_64, code), Avx).From(new CodeRoot(SnippetCode.Start, "test"));
            _ = new CodeWalk(new SnippetCode(Architecture.Arm64, code), Lse).From(new CodeRoot(SnippetCode.Start, "test"));
        }
    }

    private static string? Reached(Architecture architecture, string code, CpuFeatures lacking)
    {
        CodeFindings findings = new CodeWalk(new SnippetCode(architecture, Convert.FromHexString(code)), lacking).From(new CodeRoot(SnippetCode.Start, "test"));
        return findings.Certain is not null ? "Certain" : findings.Conditional is not null ? "Conditional" : null;
    }

    /// <summary>A piece of code with words behind it that lead to functions of others, as the recipe of the cases links it.</summary>
    private sealed class SnippetCode(Architecture architecture, byte[] code) : CodeImage
    {
        public const ulong Start = 0x1000;

        private static readonly Dictionary<ulong, string> Slots = new() { [0x3000] = "PyCall", [0x3008] = "abort", [0x3010] = "setjmp", [0x3018] = "malloc", [0x3020] = "getauxval", [0x3028] = "other" };

        public override Architecture Architecture => architecture;

        public override IReadOnlyList<CodeRoot> Initialisers => [];

        public override IEnumerable<CodeRange> Functions => [];

        public override ulong? FunctionNamed(string name) => null;

        public override string? SymbolOfSlot(ulong slot) => Slots.GetValueOrDefault(slot);

        public override ulong? PointerAt(ulong place) => null;

        public override CodeRange? FunctionAround(ulong address) => null;

        public override bool IsCode(ulong address) => address >= Start && address - Start < (ulong)code.Length;

        public override string? NameAround(ulong address) => null;

        protected internal override ReadOnlyMemory<byte> Read(ulong address, int count) =>
            IsCode(address) ? code.AsMemory((int)(address - Start), (int)Math.Min((ulong)count, Start + (ulong)code.Length - address)) : default;
    }
}
