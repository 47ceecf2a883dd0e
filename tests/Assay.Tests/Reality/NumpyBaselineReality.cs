using Assay.Diagnostics;
using Assay.Examination;
using Assay.Primitives;
using Assay.Targets;
using Assay.Tests.Fixtures;

namespace Assay.Tests.Reality;

/// <summary>NumPy 2.4 on processors that qemu imitates: it starts, refuses to, or dies, and Assay said which.</summary>
[Trait("speed", "slow")]
public sealed class NumpyBaselineReality
{
    [Theory]
    [InlineData("Penryn", "penryn", VerdictKind.Fails)]
    [InlineData("Nehalem", "nehalem", VerdictKind.Imports)]
    [InlineData("qemu64", "qemu64", VerdictKind.Crashes)]
    public void What_NumPy_asks_of_the_processor_is_foreseen(string model, string name, VerdictKind expected)
    {
        string python = Path.Combine(Needs.Asset("venv"), "bin/python3");
        (int status, _, string error) = ChildProcess.Run(Needs.Program("qemu-x86_64-static"), ["-cpu", model, python, "-c", "import numpy"]);
        VerdictKind real = status == 0 ? VerdictKind.Imports : error.Contains("uncaught target signal", StringComparison.Ordinal) ? VerdictKind.Crashes : VerdictKind.Fails;
        Assert.Equal((expected, error), (real, error));

        Assert.True(TargetName.TryParse("linux-glibc2.36-x86_64,cpu=" + name, out Target? target, out _));
        ExaminationResult result = Examiner.Run(new ExaminationRequest { Subject = Needs.Asset("venv"), Imports = ["numpy"], Targets = [target!] }, new HostMachine());
        ImportExamination import = Assert.Single(Assert.Single(result.Targets).Imports);
        Assert.Equal(expected, import.Verdict.Kind);
        if (expected == VerdictKind.Fails) Assert.EndsWith($"RuntimeError: {import.Walk?.Exception?.Message}", error.TrimEnd(), StringComparison.Ordinal);
    }
}
