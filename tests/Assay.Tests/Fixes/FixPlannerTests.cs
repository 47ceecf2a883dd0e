using System.Collections.Immutable;
using Assay.Diagnostics;
using Assay.Environments;
using Assay.Fixes;
using Assay.Tests.Rules;

namespace Assay.Tests.Fixes;

public sealed class FixPlannerTests
{
    private static readonly Remedy Reinstall = new Remedy.Reinstall("demo", "1.0");

    [Fact]
    public void A_virtual_environment_is_put_right_by_its_own_interpreter() =>
        Assert.Equal(["/env/bin/python3 -m pip install --force-reinstall --no-deps demo==1.0"], Commands(Reinstall, Facts.Environment(Facts.Demo)));

    [Fact]
    public void What_uv_installed_uv_puts_right() =>
        Assert.Equal(["uv pip install --python /env/bin/python3 --reinstall --no-deps demo==1.0"], Commands(Reinstall, Facts.Environment(Facts.Demo with { Installer = "uv" })));

    [Fact]
    public void A_conda_package_is_condas_and_a_pip_package_beside_it_pips()
    {
        PythonEnvironment conda = Facts.Environment(Facts.Demo with { Installer = "conda" }) with { Kind = EnvironmentKind.Conda };
        Assert.Equal(["conda install --prefix /env --force-reinstall demo=1.0"], Commands(Reinstall, conda));
        Assert.Equal(["/env/bin/python3 -m pip install --force-reinstall --no-deps demo==1.0"], Commands(Reinstall, Facts.Environment(Facts.Demo) with { Kind = EnvironmentKind.Conda }));
    }

    [Fact]
    public void Debians_python_is_apts()
    {
        InstalledDistribution learn = Facts.Demo with { Name = "scikit-learn", NormalizedName = "scikit-learn", Location = "/usr/lib/python3/dist-packages", Installer = null };
        PythonEnvironment debian = Facts.Environment(learn) with { Kind = EnvironmentKind.Debian, Executable = "/usr/bin/python3" };
        Assert.Equal(["apt-get install --reinstall python3-sklearn"], Commands(new Remedy.Reinstall("scikit-learn", "1.2.1"), debian));
        Assert.Equal(["apt-get install python3-numpy"], Commands(new Remedy.Install("numpy"), debian));
        Assert.Equal(["/usr/bin/python3 -m venv .venv", ".venv/bin/python -m pip install 'numpy<2'"], Commands(new Remedy.Install("numpy<2"), debian));
    }

    [Fact]
    public void No_plan_runs_pip_as_root_or_into_a_managed_python()
    {
        Remedy[] remedies = [Reinstall, new Remedy.Install("numpy"), new Remedy.Install("numpy<2"), new Remedy.Uninstall("demo", Facts.Site), new Remedy.Replace("demo", "other"), new Remedy.Upgrade("demo"), new Remedy.RebuildInterpreter("_lzma")];
        foreach (EnvironmentKind kind in Enum.GetValues<EnvironmentKind>())
        {
            foreach (string command in remedies.SelectMany(remedy => Commands(remedy, Facts.Environment(Facts.Demo) with { Kind = kind })))
            {
                Assert.DoesNotContain("sudo", command, StringComparison.Ordinal);
                if (kind is EnvironmentKind.Debian or EnvironmentKind.Homebrew) Assert.False(command.Contains("pip ", StringComparison.Ordinal) && !command.StartsWith(".venv/", StringComparison.Ordinal), command);
            }
        }
    }

    [Theory]
    [InlineData(SystemFamily.Debian, "apt-get install libgl1")]
    [InlineData(SystemFamily.RedHat, "dnf install 'libGL.so.1()(64bit)'")]
    [InlineData(SystemFamily.Alpine, "apk add so:libGL.so.1")]
    public void A_system_library_comes_from_the_system(SystemFamily system, string command) =>
        Assert.Equal([command], Commands(new Remedy.ProvideLibrary("libGL.so.1"), Facts.Environment(Facts.Demo), system));

    [Fact]
    public void A_library_that_no_list_knows_is_advice_not_a_guess()
    {
        Fix fix = Assert.Single(Plan(new Remedy.ProvideLibrary("libnobodyknows.so.7"), Facts.Environment(Facts.Demo), SystemFamily.Debian));
        Assert.Equal(Applicability.DisplayOnly, fix.Applicability);
        Assert.Contains("apt-file search libnobodyknows.so.7", fix.Summary, StringComparison.Ordinal);
    }

    [Fact]
    public void A_part_of_a_python_that_pyenv_built_is_built_again()
    {
        PythonEnvironment pyenv = Facts.Environment() with { Kind = EnvironmentKind.Prefix, BasePrefix = "/home/ada/.pyenv/versions/3.11.2" };
        Assert.Equal(["apt-get install liblzma-dev", "pyenv install --force 3.11.2"], Commands(new Remedy.RebuildInterpreter("_lzma"), pyenv));
    }

    [Fact]
    public void An_intel_conda_environment_gets_a_native_one_beside_it()
    {
        PythonEnvironment conda = Facts.Environment() with { Kind = EnvironmentKind.Conda };
        Finding finding = new() { Code = "A201", Severity = Severity.Error, Title = "t", Import = "sklearn.linear_model", Remedies = [new Remedy.Recreate("the packages are for x86_64")] };
        Fix fix = Assert.Single(FixPlanner.Plan(finding, new FixSituation(conda, Facts.Mac, SystemFamily.Unknown)).Fixes);
        Assert.Equal(["conda create --name scikit-learn-arm64 --override-channels --channel conda-forge --platform osx-arm64 python=3.11 scikit-learn"], fix.Commands);
        Assert.Equal(Applicability.NeedsConsent, fix.Applicability);
    }

    [Theory]
    [InlineData("/opt/homebrew/opt/gcc@13/lib/gcc/13/libgfortran.5.dylib", "/opt/homebrew/bin/brew install gcc@13")]
    [InlineData("/opt/homebrew/lib/libomp.dylib", "/opt/homebrew/bin/brew install libomp")]
    [InlineData("/opt/local/lib/libomp/libomp.dylib", "port install libomp")]
    [InlineData("/usr/local/opt/libomp/lib/libomp.dylib", null)]
    public void A_place_of_a_package_manager_is_filled_by_it_where_it_can(string path, string? command) =>
        Assert.Equal(command is null ? [] : [command], MacCommands(new Remedy.ProvidePath(path), Facts.Environment(Facts.Demo)));

    [Fact]
    public void A_library_of_a_mac_comes_from_where_its_python_comes_from()
    {
        Remedy remedy = new Remedy.ProvideLibrary("@rpath/libomp.dylib");
        Assert.Equal(["/opt/homebrew/bin/brew install libomp"], MacCommands(remedy, Facts.Environment(Facts.Demo)));
        Assert.Equal(["port install libomp"], MacCommands(remedy, Facts.Environment(Facts.Demo) with { RealExecutable = "/opt/local/bin/python3.11" }));
        Assert.Equal(["conda install --prefix /env --channel conda-forge llvm-openmp"], MacCommands(remedy, Facts.Environment(Facts.Demo) with { Kind = EnvironmentKind.Conda }));
    }

    [Fact]
    public void A_changed_file_of_a_mac_is_signed_again() =>
        Assert.Equal(
            ["install_name_tool -delete_rpath @loader_path '/my env/x.dylib'", "codesign --force --sign - '/my env/x.dylib'"],
            MacCommands(new Remedy.RemoveRunPath("/my env/x.dylib", "@loader_path"), Facts.Environment(Facts.Demo)));

    [Theory]
    [InlineData(EnvironmentKind.VirtualEnvironment, "/env/bin/python3 -m pip install --upgrade demo")]
    [InlineData(EnvironmentKind.BareSitePackages, "python3 -m pip install --upgrade --target /env demo")]
    [InlineData(EnvironmentKind.Debian, "apt-get install --only-upgrade python3-demo")]
    public void A_newer_release_comes_from_the_same_tool(EnvironmentKind kind, string command) =>
        Assert.Equal([command], Commands(new Remedy.Upgrade("demo"), Facts.Environment(Facts.Demo) with { Kind = kind }));

    [Fact]
    public void Names_that_a_shell_would_change_are_quoted()
    {
        PythonEnvironment odd = Facts.Environment(Facts.Demo) with { Executable = "/my env/it's/bin/python" };
        Assert.Equal([@"'/my env/it'\''s/bin/python' -m pip install --force-reinstall --no-deps demo==1.0"], Commands(Reinstall, odd));
    }

    [Theory]
    [InlineData("ID=debian\n", SystemFamily.Debian)]
    [InlineData("ID=pop\nID_LIKE=\"ubuntu debian\"\n", SystemFamily.Debian)]
    [InlineData("NAME=x\nID=\"rocky\"\nID_LIKE=\"rhel centos fedora\"\n", SystemFamily.RedHat)]
    [InlineData("ID=unheard-of\n", SystemFamily.Unknown)]
    [InlineData(null, SystemFamily.Unknown)]
    public void The_family_of_a_system_is_read_from_os_release(string? text, SystemFamily family) => Assert.Equal(family, SystemFamilies.Read(text));

    private static ImmutableArray<Fix> Plan(Remedy remedy, PythonEnvironment environment, SystemFamily system = SystemFamily.Debian) =>
        FixPlanner.Plan(new Finding { Code = "A001", Severity = Severity.Error, Title = "t", Remedies = [remedy] }, new FixSituation(environment, Facts.Linux, system)).Fixes;

    private static IEnumerable<string> MacCommands(Remedy remedy, PythonEnvironment environment) =>
        FixPlanner.Plan(new Finding { Code = "A001", Severity = Severity.Error, Title = "t", Remedies = [remedy] }, new FixSituation(environment, Facts.Mac, SystemFamily.Unknown)).Fixes.SelectMany(fix => fix.Commands);

    private static IEnumerable<string> Commands(Remedy remedy, PythonEnvironment environment, SystemFamily system = SystemFamily.Debian) =>
        Plan(remedy, environment, system).SelectMany(fix => fix.Commands);
}
