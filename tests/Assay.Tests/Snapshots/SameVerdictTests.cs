using System.Text;
using Assay.Cli.Samples;
using Assay.Diagnostics;
using Assay.Examination;
using Assay.Primitives;
using Assay.Reporting;
using Assay.Targets;
using Assay.Tests.Examination;

namespace Assay.Tests.Snapshots;

/// <summary>A snapshot says what the environment says, and where it does not hold what is asked it says that.</summary>
public sealed class SameVerdictTests
{
    [Theory]
    [InlineData("intel-on-m1", true)]
    [InlineData("healthy-arm64", true)]
    [InlineData("slow-blas", true)]
    [InlineData("intel-on-m1", false)]
    [InlineData("healthy-arm64", false)]
    public void A_report_about_a_snapshot_is_the_report_about_the_environment(string name, bool isShort)
    {
        Sample sample = SampleReader.Read(name);
        ExaminationResult live = sample.Examine(), kept = Taken.Judge(Taken.Of(sample.Request, sample.Machine, isShort: isShort), new ExaminationRequest { Targets = sample.Request.Targets });
        Assert.Null(kept.Fault);
        Assert.Equal(Report(live), Report(kept));
    }

    [Fact]
    public void Another_target_is_judged_as_from_the_environment()
    {
        Sample sample = SampleReader.Read(Sample.Healthy);
        Assert.True(TargetName.TryParse("macos-14-arm64", out Target? target, out _));
        ExaminationResult live = Examiner.Run(sample.Request with { Targets = [target!] }, sample.Machine), kept = Taken.Judge(Taken.Of(sample.Request, sample.Machine), new ExaminationRequest { Targets = [target!] });
        Assert.Equal(Report(live), Report(kept));
        Assert.NotEqual(0, live.Targets[0].Counts.Fails + live.Targets[0].Counts.Crashes);
    }

    [Fact]
    public void What_was_not_looked_at_is_not_missing()
    {
        MemoryMachine machine = Machines.Debian();
        machine.Install("demo", "1.0", null, "demo");
        machine.Install("other", "1.0", null, "other");
        machine.AddFile(Machines.Site + "/other/__init__.py", "import other.part\n");
        machine.AddFile(Machines.Site + "/other/part.py", "");
        byte[] file = Taken.Of(new ExaminationRequest { Subject = Machines.Venv, Imports = ["demo"] }, machine);
        Assert.Equal(VerdictKind.Imports, Verdict(Taken.Judge(file)).Kind);
        Assert.Equal(VerdictKind.Imports, Verdict(Machines.Examine(machine, Machines.Venv, "other")).Kind);
        Verdict verdict = Verdict(Taken.Judge(file, new ExaminationRequest { Imports = ["other"] }));
        Assert.Equal((VerdictKind.Unknown, true), (verdict.Kind, verdict.Message!.StartsWith("the snapshot does not hold ", StringComparison.Ordinal)));

        // What the listed directory does not hold is missing indeed.
        Assert.Equal(VerdictKind.Fails, Verdict(Taken.Judge(file, new ExaminationRequest { Imports = ["nowhere"] })).Kind);
    }

    [Fact]
    public void The_body_of_a_function_that_was_left_out_decides_nothing()
    {
        MemoryMachine machine = Machines.Debian();
        machine.Install("demo", "1.0", null, "demo");
        machine.AddFile(Machines.Site + "/demo/__init__.py", "import os\ndef run():\n    '''Runs.\n\n    At length.'''\n    raise ImportError('no')\nif os.environ.get('OMP_NUM_THREADS'):\n    run()\n");
        byte[] file = Taken.Of(new ExaminationRequest { Subject = Machines.Venv, Imports = ["demo"] }, machine);
        Assert.DoesNotContain("raise ImportError", Encoding.UTF8.GetString(file), StringComparison.Ordinal);
        Assert.Equal(VerdictKind.Imports, Verdict(Taken.Judge(file)).Kind);
        Verdict verdict = Verdict(Taken.Judge(file, new ExaminationRequest { Variables = ExaminationRequestVariables("OMP_NUM_THREADS", "1") }));
        Assert.Equal((VerdictKind.Unknown, "the snapshot does not hold the body of the function `run`"), (verdict.Kind, verdict.Message));
    }

    [Fact]
    public void A_variable_that_was_withheld_is_not_unset()
    {
        MemoryMachine machine = Machines.Debian();
        machine.SetVariable("DEMO_MODE", "loud");
        machine.Install("demo", "1.0", null, "demo");
        machine.AddFile(Machines.Site + "/demo/__init__.py", "import os\nif os.environ.get('DEMO_MODE'):\n    pass\n");
        byte[] file = Taken.Of(new ExaminationRequest { Subject = Machines.Venv, Imports = ["demo"] }, machine);
        Assert.Equal((VerdictKind.Unknown, "the snapshot does not hold the variable DEMO_MODE"), (Verdict(Taken.Judge(file)).Kind, Verdict(Taken.Judge(file)).Message));
    }

    private static System.Collections.Immutable.ImmutableSortedDictionary<string, string?> ExaminationRequestVariables(string name, string value) =>
        System.Collections.Immutable.ImmutableSortedDictionary<string, string?>.Empty.Add(name, value);

    private static Verdict Verdict(ExaminationResult result) => Assert.Single(Assert.Single(result.Targets).Imports).Verdict;

    private static string Report(ExaminationResult result)
    {
        using MemoryStream stream = new();
        JsonReport.Write(result, "test", stream);
        return Encoding.UTF8.GetString(stream.ToArray());
    }
}
