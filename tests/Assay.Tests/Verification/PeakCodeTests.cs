using System.Text;
using Assay.Tests.Fixtures;
using Assay.Verification;

namespace Assay.Tests.Verification;

/// <summary>The machine code of the peak loops is what an assembler makes of this source.</summary>
public sealed class PeakCodeTests
{
    [Theory]
    [Trait("speed", "slow")]
    [InlineData(PeakCode.Double256, false, false)]
    [InlineData(PeakCode.Single256, false, true)]
    [InlineData(PeakCode.Double512, true, false)]
    [InlineData(PeakCode.Single512, true, true)]
    public void The_bytes_are_those_of_the_assembler(string code, bool wide, bool single)
    {
        (string register, int operand, int count) = wide ? ("zmm", 30, PeakCode.Many) : ("ymm", 14, PeakCode.Few);
        StringBuilder source = new(".intel_syntax noprefix\n");
        source.Append($"vbroadcasts{(single ? 's' : 'd')} {register}{operand}, [rsi]\n");
        source.Append($"vbroadcasts{(single ? 's' : 'd')} {register}{operand + 1}, [rsi + {(single ? 4 : 8)}]\n");
        for (int index = 0; index < count; index++) source.Append($"vmovap{(single ? 's' : 'd')} {register}{index}, {register}{operand}\n");
        source.Append("again:\n");
        for (int index = 0; index < count; index++) source.Append($"vfmadd213p{(single ? 's' : 'd')} {register}{index}, {register}{operand}, {register}{operand + 1}\n");
        source.Append("dec rdi\njnz again\nvzeroupper\nret\n");
        Assert.Equal(code, Assemble(source.ToString()));
    }

    [Fact]
    [Trait("speed", "slow")]
    public void The_bytes_that_ask_for_the_saved_state_are_those_of_the_assembler() => Assert.Equal(PeakCode.SavedState, Assemble(".intel_syntax noprefix\nxor ecx, ecx\nxgetbv\nret\n"));

    [Fact]
    public void A_measurement_is_positive()
    {
        Needs.Require(PeakKernel.ForThisProcessor().Any(), "no vector instructions that can be measured");
        PeakMeasurement peak = PeakMeter.Measure(1)!;
        Assert.True(peak.Double > 0 && peak.Single > 0, peak.ToString());
    }

    private static string Assemble(string source)
    {
        Needs.Require(System.Runtime.InteropServices.RuntimeInformation.ProcessArchitecture == System.Runtime.InteropServices.Architecture.X64, "no x86_64");
        using TemporaryDirectory directory = new();
        string text = directory.File("loop.s", source), compiled = Path.Combine(directory.Path, "loop.o"), bytes = Path.Combine(directory.Path, "loop.bin");
        (int status, _, string error) = ChildProcess.Run(Needs.Program("gcc"), ["-c", text, "-o", compiled]);
        Assert.True(status == 0, error);
        (status, _, error) = ChildProcess.Run(Needs.Program("objcopy"), ["-O", "binary", "-j", ".text", compiled, bytes]);
        Assert.True(status == 0, error);
        return Convert.ToHexStringLower(File.ReadAllBytes(bytes));
    }
}
