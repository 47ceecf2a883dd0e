using Assay.Binaries;
using Assay.Diagnostics;
using Assay.Examination;
using Assay.Primitives;
using Assay.Targets;
using Assay.Tests.Pages;

namespace Assay.Tests.Wheels;

/// <summary>Wheels made on the spot: how they are laid out, what they are judged for, and what is said of them.</summary>
public sealed class WheelTests
{
    private const string MacExtension = "macho arm64 bundle\nplatform macos 11.0 sdk 14.2\nneeds /usr/lib/libSystem.B.dylib\noffers _PyInit__core\n";

    private const string Importing = "from demo import _core\n";

    [Fact]
    public void The_data_folders_are_laid_out_as_an_installer_does()
    {
        ExaminationResult result = Examine("demo-1.0-cp313-cp313-macosx_11_0_arm64.whl", [
            ("other.py", "x = 1\n"),
            ("demo-1.0.data/platlib/demo/__init__.py", Importing),
            ("demo-1.0.data/platlib/demo/_core.cpython-313-darwin.so", MacExtension.Replace("arm64", "x86_64", StringComparison.Ordinal)),
            ("demo-1.0.data/purelib/pure.py", "x = 1\n"),
            ("demo-1.0.data/scripts/tool.py", "x = 1\n"),
            ("demo-1.0.data/data/share/notes.txt", "x\n"),
        ], imports: ["demo", "pure", "other", "tool"]);
        Assert.Empty(result.Problems);
        Assert.Equal([VerdictKind.Fails, VerdictKind.Unknown, VerdictKind.Unknown, VerdictKind.Unknown], result.Targets[0].Imports.Select(import => import.Verdict.Kind));
        Assert.Equal("/site-packages/demo/_core.cpython-313-darwin.so", result.Targets[0].Findings[0].Path);
        Assert.All(result.Targets[0].Imports[1..3], import => Assert.Contains("nothing in it speaks against the import", import.Verdict.Message, StringComparison.Ordinal));
        Assert.Equal("the wheel brings no module `tool`", result.Targets[0].Imports[3].Verdict.Message);
    }

    [Theory]
    [InlineData("macosx_14_0_arm64", "macos-14-arm64")]
    [InlineData("macosx_10_9_universal2", "macos-11-arm64 macos-10.9-x86_64")]
    [InlineData("macosx_10_9_x86_64.macosx_11_0_arm64", "macos-10.9-x86_64 macos-11-arm64")]
    [InlineData("manylinux_2_17_x86_64.manylinux2014_x86_64", "linux-glibc2.17-x86_64")]
    [InlineData("manylinux_2_28_aarch64.manylinux_2_27_aarch64", "linux-glibc2.27-aarch64")]
    [InlineData("manylinux1_i686", "linux-glibc2.5-i686")]
    [InlineData("musllinux_1_2_x86_64", "linux-musl1.2-x86_64")]
    [InlineData("linux_armv7l", "linux-glibc-armv7l")]
    [InlineData("win_amd64", "windows-10-x86_64")]
    [InlineData("win32", "windows-10-x86")]
    [InlineData("win_arm64", "windows-11-arm64")]
    public void Without_a_target_the_promise_of_the_tag_is_judged(string platform, string targets)
    {
        ExaminationResult result = Examine($"demo-1.0-cp313-cp313-{platform}.whl", [("demo/__init__.py", "")]);
        Assert.Equal(targets, string.Join(' ', result.Targets.Select(target => target.Target.Name)));
        Assert.Equal(SubjectKind.Wheel, result.Subject?.Kind);
    }

    [Theory]
    [InlineData("cp313-cp313", "3.13")]
    [InlineData("cp39-abi3", "3.9")]
    [InlineData("cp314-cp314t", "3.14")]
    [InlineData("py3-none", "3.10")]
    public void The_interpreter_is_the_one_that_the_tag_names(string tag, string python) =>
        Assert.Equal(python, Examine($"demo-1.0-{tag}-macosx_11_0_arm64.whl", [("demo/__init__.py", "")]).Subject?.Python);

    [Theory]
    [InlineData("_core.cpython-313-darwin.so", true)]
    [InlineData("_core.abi3.so", true)]
    [InlineData("_core.so", true)]
    [InlineData("_core.cpython-312-darwin.so", false)]
    [InlineData("libplain.so", false)]
    public void Only_what_the_interpreter_can_import_breaks_an_import(string file, bool breaks)
    {
        ExaminationResult result = Examine("demo-1.0-cp313-cp313-macosx_11_0_arm64.whl", [("demo/__init__.py", "import os\n"), ("demo/" + file, MacExtension.Replace("arm64", "x86_64", StringComparison.Ordinal))]);
        Finding finding = Assert.Single(result.Targets[0].Findings);
        Assert.Equal(("A507", breaks ? Severity.Error : Severity.Warning), (finding.Code, finding.Severity));
        Verdict verdict = Assert.Single(result.Targets[0].Imports).Verdict;
        Assert.Equal(VerdictKind.Unknown, verdict.Kind);
        Assert.Equal(breaks, verdict.Message!.Contains("does not load; whether the import needs it is not decided", StringComparison.Ordinal));
    }

    [Fact]
    public void What_the_code_would_do_without_the_broken_part_is_seen()
    {
        ExaminationResult result = Examine("demo-1.0-cp313-cp313-macosx_11_0_arm64.whl", [
            ("demo/__init__.py", "import numpy as np\nfrom os import path\ntry:\n    from demo import _core\nexcept ImportError:\n    _core = None\n"),
            ("demo/_core.cpython-313-darwin.so", "elf x86_64 shared\nneeds libc.so.6\noffers PyInit__core\n"),
        ]);
        Assert.Equal(VerdictKind.Unknown, result.Targets[0].Imports[0].Verdict.Kind);
        Assert.Equal(Severity.Error, Assert.Single(result.Targets[0].Findings).Severity);
    }

    [Fact]
    public void A_library_of_a_folder_that_another_distribution_fills_is_taken_as_given()
    {
        ExaminationResult result = Examine("demo-1.0-cp313-cp313-macosx_11_0_arm64.whl", [
            ("demo/__init__.py", Importing),
            ("demo/_core.cpython-313-darwin.so", MacExtension + "needs @loader_path/../torch/lib/libtorch.dylib\nneeds @rpath/libc10.dylib\nrpath @loader_path/../torch/lib\n"),
        ]);
        Assert.Empty(result.Targets[0].Findings);
    }

    [Theory]
    [InlineData(null, "@rpath/QtCore.framework/Versions/A/QtCore", true)]
    [InlineData("demo-qt>=6", "@rpath/QtCore.framework/Versions/A/QtCore", false)]
    [InlineData("demo-qt>=6", "@loader_path/.dylibs/libqt.dylib", true)]
    [InlineData("pytest; extra == 'test'", "@rpath/QtCore.framework/Versions/A/QtCore", true)]
    public void Distributions_that_belong_together_share_a_folder(string? requirement, string library, bool isAbsent)
    {
        ExaminationResult result = Examine("demo-1.0-cp313-cp313-macosx_11_0_arm64.whl", [
            ("demo/__init__.py", Importing),
            ("demo/_core.cpython-313-darwin.so", MacExtension + $"needs {library}\nrpath @loader_path/Qt6/lib\n"),
        ], requirement: requirement);
        Assert.Equal(isAbsent ? ["A508"] : [], result.Targets[0].Findings.Select(finding => finding.Code));
    }

    [Fact]
    public void The_slices_of_a_universal_wheel_are_held_against_the_tag_each_for_itself()
    {
        // As in cryptography 46.0.7 under macosx_10_9_universal2.
        ExaminationResult result = Examine("demo-1.0-cp311-abi3-macosx_10_9_universal2.whl", [
            ("demo/__init__.py", Importing),
            ("demo/_core.abi3.so", "macho fat\nslice x86_64 bundle\nplatform macos 10.13 sdk 14.2\noffers _PyInit__core\nslice arm64 bundle\nplatform macos 11.0 sdk 14.2\noffers _PyInit__core\n"),
        ]);
        Assert.Equal(["macos-11-arm64", "macos-10.9-x86_64"], result.Targets.Select(target => target.Target.Name));
        Assert.Empty(result.Targets[0].Findings);
        Assert.Equal("`_core.abi3.so` is built for macOS 10.13 and later, the tag macosx_10_9_universal2 promises 10.9", Assert.Single(result.Targets[1].Findings).Title);
        Assert.Equal(Severity.Warning, result.Worst);
    }

    [Fact]
    public void A_bundled_library_that_itself_lacks_one_breaks_the_import()
    {
        ExaminationResult result = Examine("demo-1.0-cp313-cp313-macosx_11_0_arm64.whl", [
            ("demo/__init__.py", Importing),
            ("demo/_core.cpython-313-darwin.so", MacExtension + "needs @loader_path/.dylibs/libone.dylib\n"),
            ("demo/.dylibs/libone.dylib", "macho arm64 dylib\nid /DLC/demo/.dylibs/libone.dylib\nplatform macos 11.0 sdk 14.2\nneeds @loader_path/libtwo.dylib\n"),
        ]);
        Assert.Equal(VerdictKind.Fails, result.Targets[0].Imports[0].Verdict.Kind);
        Finding finding = Assert.Single(result.Targets[0].Findings);
        Assert.Equal(("A508", "/site-packages/demo/.dylibs/libone.dylib", "demo"), (finding.Code, finding.Path, finding.Import));
        Assert.Contains("`@loader_path/libtwo.dylib`", finding.Title, StringComparison.Ordinal);
    }

    [Fact]
    public void A_library_that_was_altered_after_it_was_signed_ends_the_process()
    {
        ExaminationResult result = Examine("demo-1.0-cp313-cp313-macosx_11_0_arm64.whl", [
            ("demo/__init__.py", "import os\ntry:\n    from demo import _core\nexcept ImportError:\n    pass\n"),
            ("demo/_core.cpython-313-darwin.so", MacExtension + "needs @loader_path/.dylibs/libone.dylib\n"),
            ("demo/.dylibs/libone.dylib", "macho arm64 dylib\nid @loader_path/.dylibs/libone.dylib\nplatform macos 11.0 sdk 14.2\npatch 0x300 ffffffff\n"),
        ]);
        Assert.Equal((VerdictKind.Crashes, "SIGKILL"), (result.Targets[0].Imports[0].Verdict.Kind, result.Targets[0].Imports[0].Verdict.Signal));
        Assert.Equal("demo", Assert.Single(result.Targets[0].Findings).Import);
    }

    [Theory]
    [InlineData("2.28", Severity.Error)]
    [InlineData("2.34", Severity.Warning)]
    public void Symbols_of_a_newer_glibc_fail_only_where_it_is_older(string libc, Severity severity)
    {
        Assert.True(TargetName.TryParse($"linux-glibc{libc}-x86_64", out Target? target, out _));
        ExaminationResult result = Examine("demo-1.0-cp313-cp313-manylinux_2_28_x86_64.whl", [
            ("demo/__init__.py", Importing),
            ("demo/_core.cpython-313-x86_64-linux-gnu.so", "elf x86_64 shared\nneeds libc.so.6\nwants pthread_create GLIBC_2.34\noffers PyInit__core\n"),
        ], target);
        Assert.Equal(("A507", severity), (Assert.Single(result.Targets[0].Findings).Code, result.Targets[0].Findings[0].Severity));
    }

    [Theory]
    [InlineData("numpy.whl")]
    [InlineData("numpy-2.4.6-cp311-manylinux.whl")]
    public void A_name_that_is_none_of_a_wheel_is_refused(string name)
    {
        MemoryMachine machine = new();
        machine.AddFile("/home/ada/" + name, "PK");
        SubjectFault? fault = Examiner.Run(new ExaminationRequest { Subject = "/home/ada/" + name }, machine).Fault;
        Assert.Equal($"/home/ada/{name}: its name is no name of a wheel; expected NAME-VERSION-PYTHON-ABI-PLATFORM.whl", fault?.Message);
    }

    private static ExaminationResult Examine(string name, (string Path, string Content)[] members, Target? target = null, string[]? imports = null, string? requirement = null)
    {
        MemoryMachine machine = new();
        foreach ((string path, string content) in members)
        {
            if (content.StartsWith("macho ", StringComparison.Ordinal) || content.StartsWith("elf ", StringComparison.Ordinal)) machine.AddFile($"{WheelPacker.Folder}/{path}", BinaryAssembler.Assemble(content));
            else machine.AddFile($"{WheelPacker.Folder}/{path}", content);
        }

        machine.AddFile(WheelPacker.Folder + "/demo-1.0.dist-info/METADATA", "Metadata-Version: 2.1\nName: demo\nVersion: 1.0\n" + (requirement is null ? "" : $"Requires-Dist: {requirement}\n"));
        machine.AddFile(WheelPacker.Folder + "/demo-1.0.dist-info/RECORD", string.Concat(members.Select(member => member.Path + ",,\n")));
        byte[] wheel = WheelPacker.Pack(machine);
        MemoryMachine ada = new();
        ada.AddFile("/home/ada/" + name, wheel);
        return Examiner.Run(new ExaminationRequest { Subject = "/home/ada/" + name, Targets = target is null ? [] : [target], Imports = [.. imports ?? []] }, ada);
    }
}
