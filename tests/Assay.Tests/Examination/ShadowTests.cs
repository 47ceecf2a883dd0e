using Assay.Diagnostics;
using Assay.Environments;
using Assay.Examination;
using Assay.Imports;
using Assay.Primitives;
using Assay.Rules;

namespace Assay.Tests.Examination;

public sealed class ShadowTests
{
    private const string User = "/home/ada/.local/lib/python3.11/site-packages";

    [Fact]
    public void A_local_file_hides_a_standard_module_and_an_installed_one()
    {
        MemoryMachine machine = Machines.Debian();
        machine.Install("demo", "1.0", null, "demo");
        LocalShadow[] shadows = [.. Local(machine, "/home/ada", ("random", "/home/ada/random.py"), ("demo.core", "/home/ada/demo/core.py"), ("mine", "/home/ada/mine.py"))];
        Assert.Equal(
            [new LocalShadow("random", "/home/ada/random.py", "`random` of the standard library"), new LocalShadow("demo", "/home/ada/demo", "the installed `demo 1.0`")],
            shadows);
    }

    [Fact]
    public void The_directory_of_an_editable_installation_hides_nothing()
    {
        MemoryMachine machine = Machines.Debian();
        machine.Install("demo", "1.0", null, "demo");
        machine.AddDirectory("/home/ada/checkout");
        machine.AddFile($"{Machines.Site}/demo.pth", "/home/ada/checkout\n");
        Assert.Empty(Local(machine, "/home/ada/checkout", ("demo", "/home/ada/checkout/demo/__init__.py")));
        Assert.Empty(Local(machine, "/home/ada", ("demo", Machines.Site + "/demo/__init__.py")));
    }

    [Fact]
    public void A_folder_of_the_user_site_hides_the_environments_package_whether_or_not_a_distribution_claims_it()
    {
        MemoryMachine machine = Machines.Debian();
        machine.AddFile("/usr/lib/python3/dist-packages/numpy/__init__.py", "");
        machine.AddFile("/usr/lib/python3/dist-packages/numpy-1.24.2.egg-info/PKG-INFO", "Name: numpy\nVersion: 1.24.2\n");
        machine.AddFile("/usr/lib/python3/dist-packages/numpy-1.24.2.egg-info/top_level.txt", "numpy\n");
        machine.AddFile(User + "/numpy/__init__.py", "");
        machine.AddFile(User + "/only_mine.py", "");
        PythonEnvironment environment = EnvironmentDiscovery.Find(machine, "/usr/bin/python3").Environment!;
        Assert.Equal(User, environment.UserSite);
        UserSiteHiding hiding = Assert.Single(new Shadows(environment, machine).InUserSite([Walk(("numpy", User + "/numpy/__init__.py"), ("only_mine", User + "/only_mine.py"))]));
        Assert.Equal(("numpy", User + "/numpy", "/usr/lib/python3/dist-packages/numpy"), (hiding.Module, hiding.SeenPath, hiding.HiddenPath));
        Assert.Equal((null, "1.24.2"), (hiding.Seen?.Version, hiding.Hidden?.Version));
    }

    private static IEnumerable<LocalShadow> Local(MemoryMachine machine, string directory, params (string Module, string File)[] steps)
    {
        PythonEnvironment environment = EnvironmentDiscovery.Find(machine, Machines.Venv).Environment!;
        return new Shadows(environment, machine).InWorkingDirectory(directory, [Walk(steps)]);
    }

    private static ImportWalkResult Walk(params (string Module, string File)[] steps) =>
        new() { Outcome = VerdictKind.Imports, Steps = [.. steps.Select(step => new ImportStep(step.Module, ModuleKind.Source, step.File, null, true))] };
}
