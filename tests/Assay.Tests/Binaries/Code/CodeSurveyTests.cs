using Assay.Binaries;
using Assay.Binaries.Code.Survey;
using Assay.Primitives;
using Assay.Targets.Cpu;

namespace Assay.Tests.Binaries.Code;

/// <summary>What any code of a file needs.</summary>
public class CodeSurveyTests
{
    [Theory]
    [InlineData("the baseline", "660fefc0c3", "")]
    [InlineData("VEX", "c5f9efc0c3", "AVX")]
    [InlineData("the register form of a broadcast", "c4e27d18c0c3", "AVX2")]
    [InlineData("the memory form of it", "c4e27d1807c3", "AVX")]
    [InlineData("EVEX with two features", "62f17d28efc0c3", "AVX512F AVX512VL")]
    [InlineData("a mandatory prefix and REX", "f3480fb8c0c3", "POPCNT")]
    [InlineData("the same opcode without the prefix", "480fb8c0c3", "")]
    [InlineData("three bytes of opcode", "660f3800c1c3", "SSSE3")]
    [InlineData("bytes of an operand", "b8c5f9efc0c3", "")]
    [InlineData("hints", "f30f1efaf3900f0d0fc3", "")]
    public void X86_64(string what, string code, string expected) => Assert.True(expected == Needs("x86_64", code), $"{what}: {Needs("x86_64", code)}");

    [Theory]
    [InlineData("the baseline", "0000018bc0035fd6", "")]
    [InlineData("an atomic instruction", "000121f8c0035fd6", "FEAT_LSE")]
    [InlineData("two features", "000121f80094820ec0035fd6", "FEAT_LSE FEAT_DotProd")]
    [InlineData("hints", "3f2303d55f2403d5c0035fd6", "")]
    public void Arm64(string what, string code, string expected) => Assert.True(expected == Needs("aarch64", code), $"{what}: {Needs("aarch64", code)}");

    private static string Needs(string machine, string code)
    {
        // Copies in functions of their own, so that the file tells where instructions begin.
        using BinaryFile file = BinaryFiles.Read(new MemoryByteSource(BinaryAssembler.Assemble($"elf {machine} shared\nfunctions 3 {code}\noffers run")));
        return string.Join(' ', CodeSurvey.Of(file.Images[0]).Needs.Where(need => need.IsInFunction).Select(need => CpuFeatureNames.Of(need.Feature)));
    }
}
