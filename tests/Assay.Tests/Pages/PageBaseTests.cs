using Assay.Environments;
using Assay.Examination;
using Assay.Targets;
using Assay.Tests.House;

namespace Assay.Tests.Pages;

/// <summary>The machines that pages stand on are healthy environments of the kind they say.</summary>
public sealed class PageBaseTests
{
    public static TheoryData<string, EnvironmentKind, string, string> Bases => new()
    {
        { "debian12", EnvironmentKind.VirtualEnvironment, "3.11.2", "x86_64" },
        { "debian12-arm64", EnvironmentKind.VirtualEnvironment, "3.11.2", "aarch64" },
        { "application-arm64", EnvironmentKind.Prefix, "3.11.8", "arm64" },
        { "conda-arm64", EnvironmentKind.Conda, "3.11.8", "arm64" },
        { "conda-x86_64", EnvironmentKind.Conda, "3.11.8", "x86_64" },
        { "framework-universal", EnvironmentKind.Framework, "3.11.8", "x86_64 arm64" },
        { "freethreaded", EnvironmentKind.VirtualEnvironment, "3.13.0", "x86_64" },
        { "raspbian12", EnvironmentKind.VirtualEnvironment, "3.11.2", "armv7l" },
        { "venv-arm64", EnvironmentKind.VirtualEnvironment, "3.11.8", "arm64" },
        { "windows11", EnvironmentKind.Prefix, "3.11.8", "x86_64" },
    };

    [Theory]
    [MemberData(nameof(Bases))]
    public void A_base_is_a_healthy_environment(string name, EnvironmentKind kind, string python, string architectures)
    {
        Page page = PageParser.Parse(Path.Combine(Repository.Root, "tests", "Assay.Tests", "Pages", "Bases", name + ".md"));
        PageMachine machine = PageMachine.Of(page, 0);
        ExaminationResult result = Examiner.Run(machine.Request, machine.Machine);
        Assert.True(result.Fault is null, result.Fault?.Message);
        Assert.Equal((kind, python), (result.Subject!.EnvironmentKind!.Value, result.Subject.Python));
        Assert.Equal(architectures, string.Join(' ', result.Subject.Architectures.Select(architecture => TargetName.ArchitectureName(architecture, result.Targets[0].Target.Os))));
        Assert.Empty(result.Problems);
        Assert.Empty(result.Targets[0].Findings);
    }

    [Fact]
    public void Every_base_is_listed() =>
        Assert.Equal(Directory.GetFiles(Path.Combine(Repository.Root, "tests", "Assay.Tests", "Pages", "Bases")).Select(Path.GetFileNameWithoutExtension).Order(), Bases.Select(row => row.Data.Item1).Order());
}
