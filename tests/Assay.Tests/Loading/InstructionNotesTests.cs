using System.Text;
using Assay.Binaries.Code;
using Assay.Binaries.Code.Flow;
using Assay.Loading.Instructions;
using Assay.Targets.Cpu;

namespace Assay.Tests.Loading;

public class InstructionNotesTests
{
    [Fact]
    public void Notes_survive_being_kept()
    {
        CodeFindings findings = new(new CodeRoot(0x1000, "PyInit_x"));
        findings.Add(0x1010, new CpuFeatures(CpuFeature.Avx), Reach.Certain);
        findings.Add(0x1020, new CpuFeatures(CpuFeature.Avx2, CpuFeature.Fma), Reach.Conditional);
        findings.AddForeign("dgemm_", Reach.Certain);
        findings.AddForeign("other", Reach.Conditional);
        InstructionNotes notes = new() { Initialisers = [findings], WhollyNeeds = new CpuFeatures(CpuFeature.Bmi2) };
        notes.Modules["PyInit_x"] = [findings];
        InstructionNotes read = InstructionNotes.Read(notes.ToBytes());
        CodeFindings one = Assert.Single(read.Initialisers!);
        Assert.Equal(findings.Root, one.Root);
        Assert.Equal(findings.Certain, one.Certain);
        Assert.Equal(findings.Conditional, one.Conditional);
        Assert.Equal(findings.Foreign.OrderBy(pair => pair.Key, StringComparer.Ordinal), one.Foreign.OrderBy(pair => pair.Key, StringComparer.Ordinal));
        Assert.Equal(notes.WhollyNeeds, read.WhollyNeeds);
        Assert.Equal(["PyInit_x"], read.Modules.Keys);
        Assert.Empty(read.Functions);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("""{"modules":{},"functions":{},"wholly":["Nothing"]}""")]
    [InlineData("""{"modules":{"a":[{"address":-1}]},"functions":{}}""")]
    [InlineData("""{"modules":3,"functions":{}}""")]
    public void Notes_that_make_no_sense_are_none(string text)
    {
        InstructionNotes read = InstructionNotes.Read(Encoding.UTF8.GetBytes(text));
        Assert.Null(read.Initialisers);
        Assert.Null(read.WhollyNeeds);
        Assert.Empty(read.Modules);
    }
}
