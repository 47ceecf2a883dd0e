using System.Collections.Immutable;
using Assay.Binaries;
using Assay.Diagnostics;
using Assay.Environments;
using Assay.Imports;
using Assay.Loading;
using Assay.Primitives;
using Assay.Targets;

namespace Assay.Tests.Loading;

/// <summary>Targets whose loader is not modelled: format and architecture are judged, nothing else is guessed.</summary>
public sealed class NotModelledTests
{
    private const string P = "/v/lib/python3.12/site-packages/x.cpython-312-darwin.so";
    private const string Intel = "macho x86_64 bundle\nplatform macos 11.0 sdk 14.0";
    private const string Arm = "macho arm64 bundle\nplatform macos 11.0 sdk 14.0";
    private const string Cryptex = $"'/System/Volumes/Preboot/Cryptexes/OS{P}' (no such file)";

    public static TheoryData<string, string> IntelOnArm => new()
    {
        { "macos-11.6-arm64", $"dlopen({P}, 2): no suitable image found.  Did find:\n\t{P}: mach-o, but wrong architecture\n\t{P}: mach-o, but wrong architecture" },
        { "macos-12.3-arm64", $"dlopen({P}, 0x0002): tried: '{P}' (mach-o file, but is an incompatible architecture (have 'x86_64', need 'arm64e')), '/usr/local/lib/x.cpython-312-darwin.so' (no such file), '/usr/lib/x.cpython-312-darwin.so' (no such file)" },
        { "macos-12.6-arm64", $"dlopen({P}, 0x0002): tried: '{P}' (mach-o file, but is an incompatible architecture (have (x86_64), need (arm64e))), '/usr/local/lib/x.cpython-312-darwin.so' (no such file), '/usr/lib/x.cpython-312-darwin.so' (no such file)" },
        { "macos-13-arm64", Triple("arm64") },
        { "macos-14.3-arm64", Triple("arm64") },
        { "macos-14.4-arm64", Triple("arm64e' or 'arm64") },
        { "macos-15.5-arm64", Triple("arm64e' or 'arm64") },
        { "macos-26-arm64", Triple("arm64e' or 'arm64e.v1' or 'arm64' or 'arm64") },
    };

    [Theory]
    [MemberData(nameof(IntelOnArm))]
    public void An_intel_extension_in_an_arm_process(string target, string expected)
    {
        ExtensionOutcome.Raises raises = Assert.IsType<ExtensionOutcome.Raises>(Load(target, Intel));
        Assert.Equal(expected, raises.Exception.Message);
        Assert.Equal("ImportError", raises.Exception.TypeName);
        Assert.Equal(target.StartsWith("macos-11", StringComparison.Ordinal) || target.StartsWith("macos-12", StringComparison.Ordinal) ? Certainty.TextMayVary : Certainty.Certain, raises.Certainty);
        LoadFailure failure = Assert.IsType<LoadFailure>(raises.Exception.Origin);
        Assert.Equal(LoadFailureKind.WrongArchitecture, failure.Kind);
        Assert.Equal(4, failure.Evidence[0].Offset);
    }

    [Theory]
    [InlineData("macos-14-x86_64", "x86_64h' or 'x86_64")]
    [InlineData("macos-14-x86_64-rosetta", "x86_64")]
    public void An_arm_extension_in_an_intel_process(string target, string need) =>
        Assert.Contains($"(have 'arm64', need '{need}')", Assert.IsType<ExtensionOutcome.Raises>(Load(target, Arm)).Exception.Message, StringComparison.Ordinal);

    [Fact]
    public void A_fat_file_without_the_slice_lists_what_it_has() =>
        Assert.Contains("(fat file, but missing compatible architecture (have 'i386,x86_64', need 'arm64'))",
            Assert.IsType<ExtensionOutcome.Raises>(Load("macos-13-arm64", "macho fat\nslice i386 bundle\nplatform macos 10.9 sdk 10.14\nslice x86_64 bundle\nplatform macos 11.0 sdk 14.0")).Exception.Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("macos-14-arm64", Arm, "the loader of macOS is not modelled yet")]
    [InlineData("macos-14-arm64", "macho fat\nslice x86_64 bundle\nplatform macos 11.0 sdk 14.0\nslice arm64 bundle\nplatform macos 11.0 sdk 14.0", "the loader of macOS is not modelled yet")]
    [InlineData("windows-11-x86_64", "pe x86_64 dll", "the loader of Windows is not modelled yet")]
    [InlineData("linux-musl1.2.3-riscv64", "elf riscv64 shared", "the loader of musl is not modelled yet")]
    public void The_right_architecture_is_an_open_question(string target, string file, string expected) => Assert.Equal(expected, Assert.IsType<ExtensionOutcome.Undecided>(Load(target, file)).Reason);

    [Theory]
    [InlineData("windows-11-x86_64", "pe arm64 dll")]
    [InlineData("windows-11-arm64", "pe x86_64 dll")]
    [InlineData("windows-11-x86_64", "pe x86 dll")]
    [InlineData("windows-11-x86_64", "elf x86_64 shared")]
    public void A_windows_process_refuses_other_machines_and_formats(string target, string file) =>
        Assert.Equal("DLL load failed while importing x: %1 is not a valid Win32 application.", Assert.IsType<ExtensionOutcome.Raises>(Load(target, file)).Exception.Message);

    [Fact]
    public void Another_format_on_macos() => Assert.Contains("not a mach-o file", Assert.IsType<ExtensionOutcome.Raises>(Load("macos-14-arm64", "elf aarch64 shared")).Exception.Message, StringComparison.Ordinal);

    [Fact]
    public void Another_format_on_musl() => Assert.Equal($"Error loading shared library {P}: Exec format error", Assert.IsType<ExtensionOutcome.Raises>(Load("linux-musl1.2.3-riscv64", Arm)).Exception.Message);

    private static string Triple(string need)
    {
        string entry = $"'{P}' (mach-o file, but is an incompatible architecture (have 'x86_64', need '{need}'))";
        return $"dlopen({P}, 0x0002): tried: {entry}, {Cryptex}, {entry}";
    }

    private static ExtensionOutcome Load(string name, string file)
    {
        Assert.True(TargetName.TryParse(name, out Target? target, out string? problem), problem);
        MemoryMachine machine = new();
        machine.AddFile(P, BinaryAssembler.Assemble(file));
        PythonEnvironment environment = new() { Machine = machine, Path = "/v", Kind = EnvironmentKind.VirtualEnvironment, Version = new PythonVersion(3, 12), Os = target!.Os, Libc = target.Libc, Architectures = ImmutableArray.Create(target.Architecture) };
        return ExtensionLoaders.For(environment, target, new BinaryStore(machine)).LoadExtension("pkg.x", P);
    }
}
