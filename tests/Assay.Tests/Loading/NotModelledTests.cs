using System.Collections.Immutable;
using Assay.Binaries;
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
    private const string Arm = "macho arm64 bundle\nplatform macos 11.0 sdk 14.0";

    [Theory]
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
    public void Another_format_on_musl() => Assert.Equal($"Error loading shared library {P}: Exec format error", Assert.IsType<ExtensionOutcome.Raises>(Load("linux-musl1.2.3-riscv64", Arm)).Exception.Message);

    private static ExtensionOutcome Load(string name, string file)
    {
        Assert.True(TargetName.TryParse(name, out Target? target, out string? problem), problem);
        MemoryMachine machine = new();
        machine.AddFile(P, BinaryAssembler.Assemble(file));
        PythonEnvironment environment = new() { Machine = machine, Path = "/v", Kind = EnvironmentKind.VirtualEnvironment, Version = new PythonVersion(3, 12), Os = target!.Os, Libc = target.Libc, Architectures = ImmutableArray.Create(target.Architecture) };
        return ExtensionLoaders.For(environment, target, new BinaryStore(machine)).LoadExtension("pkg.x", P);
    }
}
