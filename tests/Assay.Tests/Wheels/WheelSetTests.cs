using Assay.Binaries;
using Assay.Diagnostics;
using Assay.Examination;
using Assay.Packaging.Choosing;
using Assay.Primitives;
using Assay.Targets;
using Assay.Tests.Cli;
using Assay.Tests.Pages;

namespace Assay.Tests.Wheels;

/// <summary>Directories of wheels: which of them are taken, and what is said of them together.</summary>
public sealed class WheelSetTests
{
    private const string Extension = "elf x86_64 shared\nneeds libc.so.6\noffers PyInit__core\n";

    [Fact]
    public void The_wheels_that_pip_takes_are_judged_together()
    {
        MemoryMachine machine = new();
        Add(machine, "app-1.0-py3-none-any.whl", "Requires-Dist: core>=1\nRequires-Dist: gone>=2\n", ("app/__init__.py", "import core\n"));
        Add(machine, "core-1.0-cp311-cp311-manylinux_2_17_x86_64.whl", "", ("core/__init__.py", "from core import _core\n"), ("core/_core.cpython-311-x86_64-linux-gnu.so", Extension.Replace("x86_64", "aarch64", StringComparison.Ordinal)));
        Add(machine, "core-0.9-cp311-cp311-manylinux_2_17_x86_64.whl", "", ("core/__init__.py", ""));
        Add(machine, "core-1.0-cp312-cp312-macosx_14_0_arm64.whl", "", ("core/__init__.py", ""));
        machine.AddFile("/w/notes.txt", "x");
        ExaminationResult result = Run(machine, "linux-glibc2.28-x86_64", ["app"]);
        Assert.Equal((SubjectKind.WheelDirectory, 4), (result.Subject!.Kind, result.Subject.DistributionCount));
        TargetExamination target = Assert.Single(result.Targets);
        Assert.Equal("3.11", target.Python);
        Assert.Equal(
        [
            "core-0.9-cp311-cp311-manylinux_2_17_x86_64.whl: `core-1.0-cp311-cp311-manylinux_2_17_x86_64.whl` is taken instead",
            "core-1.0-cp312-cp312-macosx_14_0_arm64.whl: is for macOS",
            "notes.txt: is no wheel",
        ], target.PassedOver);

        // app itself is pure: only the other wheel makes its import fail.
        Verdict verdict = Assert.Single(target.Imports).Verdict;
        Assert.Equal((VerdictKind.Fails, "ImportError"), (verdict.Kind, verdict.Exception));
        Assert.Equal(["app", "core", "core._core"], verdict.Chain);
        Assert.Contains(target.Findings, finding => finding is { Code: "A507", Severity: Severity.Error, Import: "app" });
        Assert.Contains(target.Findings, finding => finding.Code == "A501" && finding.Title.Contains("gone", StringComparison.Ordinal));
    }

    [Fact]
    public void Healthy_wheels_have_no_error_and_no_promise()
    {
        MemoryMachine machine = new();
        Add(machine, "app-1.0-py3-none-any.whl", "Requires-Dist: core>=1\n", ("app/__init__.py", "import os, core\n"));
        Add(machine, "core-1.0-cp311-cp311-manylinux_2_17_x86_64.whl", "", ("core/__init__.py", "from core import _core\n"), ("core/_core.cpython-311-x86_64-linux-gnu.so", Extension));
        TargetExamination target = Assert.Single(Run(machine, null, []).Targets);
        Assert.Equal("linux-glibc2.17-x86_64", target.Target.Name);
        Assert.Empty(target.Findings);
        Assert.Empty(target.PassedOver);
        Assert.Equal(["app", "core"], target.Imports.Select(import => import.Verdict.Import));
        Assert.All(target.Imports, import => Assert.Equal("only wheels were given, no interpreter with its standard library; nothing in them speaks against the import", import.Verdict.Message));
        Assert.Equal("no wheel that is taken brings a module `other`", Assert.Single(Run(machine, null, ["other"]).Targets[0].Imports).Verdict.Message);
    }

    [Fact]
    public void A_python_can_be_asked_for_and_damage_is_told()
    {
        MemoryMachine machine = new();
        Add(machine, "core-1.0-cp311-cp311-manylinux_2_17_x86_64.whl", "", ("core/__init__.py", ""));
        machine.AddFile("/w/bad-1.0-py3-none-any.whl", "no archive");
        ExaminationResult result = Run(machine, "linux-glibc2.28-x86_64", [], new PythonBuild(3, 12));
        Assert.Equal("core-1.0-cp311-cp311-manylinux_2_17_x86_64.whl: is for Python 3.11", Assert.Single(result.Targets[0].PassedOver));
        Assert.StartsWith("/w/bad-1.0-py3-none-any.whl: ", Assert.Single(result.Problems), StringComparison.Ordinal);
    }

    [Fact]
    public void The_program_says_it()
    {
        MemoryMachine machine = new();
        Add(machine, "core-1.0-cp311-cp311-manylinux_2_17_x86_64.whl", "", ("core/__init__.py", ""));
        CliOutcome outcome = InProcess.Run(["check", "/w", "--for", "linux-glibc2.28-x86_64", "--python", "3.11", "--python", "3.12"], machine);
        Assert.Equal(0, outcome.Status);
        Assert.Contains("/w (directory of 1 wheel)", outcome.Output, StringComparison.Ordinal);
        Assert.Contains("on linux-glibc2.28-x86_64, with Python 3.12", outcome.Output, StringComparison.Ordinal);
        Assert.Contains("passed over: core-1.0-cp311-cp311-manylinux_2_17_x86_64.whl: is for Python 3.11", outcome.Output, StringComparison.Ordinal);
        Assert.Equal(2, InProcess.Run(["check", "/w", "--python", "2.7"], machine).Status);
        Assert.Contains("expected a target with a version", InProcess.Run(["check", "/w", "--for", "linux-glibc-x86_64"], machine).Error, StringComparison.Ordinal);
    }

    private static ExaminationResult Run(MemoryMachine machine, string? target, string[] imports, PythonBuild? python = null)
    {
        Target? named = null;
        if (target is not null) Assert.True(TargetName.TryParse(target, out named, out _));
        return Examiner.Run(new ExaminationRequest { Subject = "/w", Targets = named is null ? [] : [named], Pythons = python is { } asked ? [asked] : [], Imports = [.. imports] }, machine);
    }

    private static void Add(MemoryMachine machine, string name, string metadata, params (string Path, string Content)[] members)
    {
        MemoryMachine content = new();
        foreach ((string path, string text) in members)
        {
            if (text.StartsWith("elf ", StringComparison.Ordinal)) content.AddFile($"{WheelPacker.Folder}/{path}", BinaryAssembler.Assemble(text));
            else content.AddFile($"{WheelPacker.Folder}/{path}", text);
        }

        string[] parts = name.Split('-');
        content.AddFile($"{WheelPacker.Folder}/{parts[0]}-{parts[1]}.dist-info/METADATA", $"Metadata-Version: 2.1\nName: {parts[0]}\nVersion: {parts[1]}\n{metadata}");
        content.AddFile($"{WheelPacker.Folder}/{parts[0]}-{parts[1]}.dist-info/RECORD", string.Concat(members.Select(member => member.Path + ",,\n")));
        machine.AddFile("/w/" + name, WheelPacker.Pack(content));
    }
}
