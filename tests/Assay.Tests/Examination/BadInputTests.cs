using System.Text;
using Assay.Examination;
using Assay.Primitives;
using Assay.Reporting;

namespace Assay.Tests.Examination;

/// <summary>What is malformed gets one clear line each, and everything else is judged.</summary>
public sealed class BadInputTests
{
    [Fact]
    public void A_metadata_file_in_latin_1_is_read()
    {
        MemoryMachine machine = Machines.Debian();
        machine.Install("demo", "1.0", null, "demo");
        machine.AddFile($"{Machines.Site}/demo-1.0.dist-info/METADATA", Encoding.Latin1.GetBytes("Metadata-Version: 2.1\nName: demo\nVersion: 1.0\nAuthor: Jos\u00e9\n"));
        ExaminationResult result = Machines.Examine(machine);
        Assert.Null(result.Fault);
        Assert.Equal("demo", Assert.Single(result.Targets[0].Imports).Distribution);
    }

    [Theory]
    [InlineData("RECORD", "\0\u0001garbage,\"never closed\n,,,,,\n")]
    [InlineData("METADATA", "")]
    [InlineData("METADATA", "\0\0\0\0")]
    public void A_garbled_file_of_one_package_leaves_the_others_alone(string file, string content)
    {
        MemoryMachine machine = Machines.Debian();
        machine.Install("demo", "1.0", null, "demo");
        machine.Install("other", "2.0", null, "other");
        machine.AddFile($"{Machines.Site}/demo-1.0.dist-info/{file}", content);
        ExaminationResult result = Machines.Examine(machine);
        Assert.Null(result.Fault);
        Assert.Contains(result.Targets[0].Imports, import => import.Verdict.Import == "other");
        Assert.All(result.Problems, problem => Assert.Contains(Machines.Site, problem, StringComparison.Ordinal));
    }

    [Fact]
    public void A_name_with_a_line_break_cannot_break_the_report()
    {
        MemoryMachine machine = Machines.Debian();
        machine.Install("demo", "1.0", null, "demo");
        machine.AddFile($"{Machines.Site}/odd\nname.pth", "/gone\n");
        machine.AddFile($"{Machines.Site}/fake\nerror[A001]: not true-1.0.dist-info/METADATA", "Name: x\nVersion: 1\n");
        ExaminationResult result = Machines.Examine(machine);
        using StringWriter text = new() { NewLine = "\n" };
        TextReport.Write(result, text, new TextStyle());
        Assert.DoesNotContain(text.ToString().Split('\n'), line => line.StartsWith("error[A001]", StringComparison.Ordinal));
    }

    [Fact]
    public void Links_that_lead_in_a_circle_are_passed_over()
    {
        MemoryMachine machine = Machines.Debian();
        machine.Install("demo", "1.0", null, "demo");
        machine.AddLink($"{Machines.Site}/round", "round");
        machine.AddLink($"{Machines.Site}/loop-1.0.dist-info", "loop-1.0.dist-info");
        ExaminationResult result = Machines.Examine(machine);
        Assert.Null(result.Fault);
        Assert.Contains(result.Targets[0].Imports, import => import.Verdict.Import == "demo");
    }

    [Fact]
    public void Two_runs_give_the_same_answer()
    {
        MemoryMachine machine = Machines.Debian();
        foreach (int number in Enumerable.Range(0, 40)) machine.Install($"demo{number}", "1.0", null, $"demo{number}");
        machine.AddFile($"{Machines.Site}/demo7-1.0.dist-info/METADATA", "");
        Assert.Equal(Json(), Json());

        string Json()
        {
            using MemoryStream output = new();
            JsonReport.Write(Machines.Examine(machine), "0", output);
            return Encoding.UTF8.GetString(output.ToArray());
        }
    }
}
