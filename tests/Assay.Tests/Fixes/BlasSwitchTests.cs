using System.Collections.Immutable;
using Assay.Binaries;
using Assay.Blas;
using Assay.Environments;
using Assay.Fixes;
using Assay.Primitives;
using Assay.Targets;
using Assay.Tests.Rules;

namespace Assay.Tests.Fixes;

public sealed class BlasSwitchTests
{
    private const string Triplet = "x86_64-linux-gnu", Libraries = "/usr/lib/" + Triplet;

    private static readonly Target Mac = Facts.Mac with { OsVersion = new PackedVersion(15, 0, 0) };

    [Fact]
    public void Debian_chooses_by_two_links_and_only_those_that_differ()
    {
        MemoryMachine machine = Debian("blas", "lapack");
        BlasChoice[] choices = [.. BlasSwitch.Of(Situation(machine), [Served("blas")])];
        Assert.Equal(["blas", "openblas-pthread", "blis-pthread"], choices.Select(choice => choice.Name));
        Assert.Equal([true, false, false], choices.Select(choice => choice.IsCurrent));
        Assert.Empty(choices[0].Commands);
        Assert.Equal(
            [
                $"update-alternatives --set libblas.so.3-{Triplet} {Libraries}/openblas-pthread/libblas.so.3",
                $"update-alternatives --set liblapack.so.3-{Triplet} {Libraries}/openblas-pthread/liblapack.so.3",
            ],
            choices[1].Commands);

        // BLIS has no LAPACK, and the one that is chosen already stays.
        Assert.Equal([$"update-alternatives --set libblas.so.3-{Triplet} {Libraries}/blis-pthread/libblas.so.3"], choices[2].Commands);
        Assert.Equal("solvers come from netlib's LAPACK", choices[2].Remark);
    }

    [Fact]
    public void The_library_behind_the_stub_of_openblas_is_chosen_with_it()
    {
        MemoryMachine machine = Debian("openblas-pthread", "openblas-pthread");
        foreach (string file in (string[])["openblas-openmp/libblas.so.3", "openblas-openmp/liblapack.so.3", "openblas-openmp/libopenblas.so.0", "openblas-pthread/libopenblas.so.0"]) machine.AddFile($"{Libraries}/{file}", "ELF");
        machine.AddLink($"/etc/alternatives/libopenblas.so.0-{Triplet}", $"{Libraries}/openblas-openmp/libopenblas.so.0");
        BlasChoice[] choices = [.. BlasSwitch.Of(Situation(machine), [Served("openblas-pthread")])];
        Assert.DoesNotContain(choices, choice => choice.IsCurrent);
        Assert.Equal([$"update-alternatives --set libopenblas.so.0-{Triplet} {Libraries}/openblas-pthread/libopenblas.so.0"], choices.Single(choice => choice.Name == "openblas-pthread").Commands);
        Assert.Equal(2, choices.Single(choice => choice.Name == "openblas-openmp").Commands.Length);
    }

    [Fact]
    public void What_another_choice_changes_is_judged_with_the_links_changed()
    {
        List<ImmutableSortedDictionary<string, string>> asked = [];
        BlasConsumer now = Served("blas");
        BlasChoice choice = BlasSwitch.Of(Situation(Debian("blas", "lapack")), [now], links =>
        {
            asked.Add(links);
            return [now with { Answers = [now.Answers[0] with { Library = new BlasLibrary("/o", BlasImplementation.OpenBlas) { Version = "0.3.21", Threading = ThreadingLayer.Pthreads } }] }];
        }).Single(choice => choice.Name == "openblas-pthread");
        BlasEffect effect = Assert.Single(choice.Effects);
        Assert.Equal(("dgemm", "netlib reference 3.11.0", "OpenBLAS 0.3.21 (pthreads)", true), (effect.Routine, effect.Before, effect.After, effect.Changes));
        Assert.Contains(asked, links => links[$"/etc/alternatives/liblapack.so.3-{Triplet}"] == $"{Libraries}/openblas-pthread/liblapack.so.3");
    }

    [Fact]
    public void Where_openblas_is_not_installed_installing_is_choosing_unless_somebody_chose_by_hand()
    {
        MemoryMachine machine = Debian("blas", "lapack");
        machine.Remove(Libraries + "/openblas-pthread");
        BlasChoice offered = BlasSwitch.Of(Situation(machine), [Served("blas")]).Single(choice => !choice.IsInstalled);
        Assert.Equal(["apt-get install libopenblas0-pthread"], offered.Commands);
        machine.AddFile($"/var/lib/dpkg/alternatives/libblas.so.3-{Triplet}", "manual\n/usr/lib/libblas.so.3\n");
        offered = BlasSwitch.Of(Situation(machine), [Served("blas")]).Single(choice => !choice.IsInstalled);
        Assert.Equal(["apt-get install libopenblas0-pthread", $"update-alternatives --set libblas.so.3-{Triplet} {Libraries}/openblas-pthread/libblas.so.3"], offered.Commands);
    }

    [Fact]
    public void An_environment_of_wheels_on_debian_has_no_use_for_the_alternatives() =>
        Assert.Empty(BlasSwitch.Of(Situation(Debian("blas", "lapack")), [Facts.Answered(new BlasLibrary("/v/numpy.libs/x.so", BlasImplementation.OpenBlas), "dgemm_", new BlasRoute(BlasRouteKind.Bundled, ["x.so"]))]));

    [Theory]
    [InlineData("linux-glibc2.36-x86_64", "openblas mkl blis netlib")]
    [InlineData("linux-glibc2.36-aarch64", "openblas nvpl netlib")]
    [InlineData("macos-14-arm64", "openblas accelerate netlib")]
    [InlineData("macos-15.5-arm64", "openblas accelerate newaccelerate netlib")]
    [InlineData("macos-15.5-x86_64", "openblas accelerate newaccelerate netlib")]
    [InlineData("windows-11-x86_64", "openblas mkl blis netlib")]
    public void Conda_forge_offers_what_it_has_for_a_target(string name, string expected)
    {
        Assert.True(TargetName.TryParse(name, out Target? target, out _));
        BlasChoice[] choices = [.. BlasSwitch.Of(new FixSituation(Conda(Package("libblas", "20_h1_openblas")), target!, SystemFamily.Unknown), [])];
        Assert.Equal(expected.Split(' '), choices.Select(choice => choice.Name));
        Assert.Equal("openblas", choices.Single(choice => choice.IsCurrent).Name);
        Assert.All(choices.Where(choice => !choice.IsCurrent), choice => Assert.Equal([$"conda install --prefix /env --channel conda-forge \"libblas=*=*{(choice.Name is "accelerate" ? "_" : "")}{choice.Name}\""], choice.Commands));
    }

    [Fact]
    public void The_defaults_choose_by_their_own_package()
    {
        BlasChoice[] choices = [.. BlasSwitch.Of(new FixSituation(Conda(Package("blas", "mkl")), Facts.Linux, SystemFamily.Unknown), [])];
        Assert.Equal(["mkl", "openblas"], choices.Select(choice => choice.Name));
        Assert.Equal(["conda install --prefix /env \"blas=*=openblas\""], choices[1].Commands);
    }

    [Fact]
    public void Only_callers_that_ask_by_the_common_names_follow_condas_choice()
    {
        BlasLibrary openBlas = new("/env/lib/libopenblasp-r0.3.31.so", BlasImplementation.OpenBlas) { Version = "0.3.31", Threading = ThreadingLayer.Pthreads };
        BlasConsumer follows = Facts.Answered(openBlas, "dgelsd_", new BlasRoute(BlasRouteKind.CondaStub, ["liblapack.so.3", openBlas.Path])) with { Distribution = "numpy" };
        BlasConsumer own = new("/env/lib/python3.11/site-packages/x/y.so") { Distribution = "x", Answers = Facts.Answered(openBlas, "dgemm_", new BlasRoute(BlasRouteKind.Bundled, ["libopenblas-1.so"])).Answers };
        BlasChoice blis = BlasSwitch.Of(new FixSituation(Conda(Package("libblas", "20_h1_openblas")), Facts.Linux, SystemFamily.Unknown), [follows, own]).Single(choice => choice.Name == "blis");
        Assert.Contains(blis.Effects, effect => effect is { Routine: "dgelsd", Before: "OpenBLAS 0.3.31 (pthreads)", After: "netlib reference above BLIS", Changes: true });
        Assert.Contains(blis.Effects, effect => effect is { Routine: "dgemm", Changes: false } && effect.Callers.SequenceEqual(["x"]));
    }

    [Fact]
    public void On_macos_numpy_and_scipy_have_a_wheel_for_each_library()
    {
        PythonEnvironment environment = Facts.Environment(Distribution("numpy", "2.4.6"), Distribution("scipy", "1.17.1"), Distribution("scikit-learn", "1.9.1"));
        BlasConsumer[] callers = [Caller("numpy", BlasImplementation.Accelerate), Caller("scipy", BlasImplementation.Accelerate)];
        BlasChoice[] choices = [.. BlasSwitch.Of(new FixSituation(environment, Mac, SystemFamily.Unknown), [.. callers])];
        Assert.Equal([BlasImplementation.Accelerate, BlasImplementation.OpenBlas], choices.Select(choice => choice.Implementation));
        Assert.True(choices[0].IsCurrent);
        Assert.Equal(
            [
                "/env/bin/python3 -m pip download --no-deps --only-binary :all: --platform macosx_13_0_arm64 numpy==2.4.6",
                "/env/bin/python3 -m pip install --force-reinstall --no-deps numpy-2.4.6*.whl",
                "/env/bin/python3 -m pip download --no-deps --only-binary :all: --platform macosx_13_0_arm64 scipy==1.17.1",
                "/env/bin/python3 -m pip install --force-reinstall --no-deps scipy-1.17.1*.whl",
            ],
            choices[1].Commands);
        Assert.Contains(choices[1].Effects, effect => effect is { Routine: "dgemm", Before: "Accelerate", After: "OpenBLAS" } && effect.Callers.SequenceEqual(["numpy", "scipy"]));
    }

    [Theory]
    [InlineData("1.26.4", 15)]
    [InlineData("2.4.6", 13)]
    public void A_release_or_a_system_without_a_second_wheel_has_no_choice(string numpy, int macOs) =>
        Assert.Empty(BlasSwitch.Of(new FixSituation(Facts.Environment(Distribution("numpy", numpy)), Mac with { OsVersion = new PackedVersion(macOs, 0, 0) }, SystemFamily.Unknown), [Caller("numpy", BlasImplementation.OpenBlas)]));

    private static MemoryMachine Debian(string blas, string lapack)
    {
        MemoryMachine machine = new();
        foreach (string file in (string[])["blas/libblas.so.3", "lapack/liblapack.so.3", "openblas-pthread/libblas.so.3", "openblas-pthread/liblapack.so.3", "blis-pthread/libblas.so.3"]) machine.AddFile($"{Libraries}/{file}", "ELF");
        machine.AddLink($"{Libraries}/libblas.so.3", $"/etc/alternatives/libblas.so.3-{Triplet}");
        machine.AddLink($"{Libraries}/liblapack.so.3", $"/etc/alternatives/liblapack.so.3-{Triplet}");
        machine.AddLink($"/etc/alternatives/libblas.so.3-{Triplet}", $"{Libraries}/{blas}/libblas.so.3");
        machine.AddLink($"/etc/alternatives/liblapack.so.3-{Triplet}", $"{Libraries}/{lapack}/liblapack.so.3");
        return machine;
    }

    private static FixSituation Situation(MemoryMachine machine) => new(Facts.Environment(Facts.Demo) with { Kind = EnvironmentKind.Debian, Machine = machine }, Facts.Linux, SystemFamily.Debian);

    private static BlasConsumer Served(string folder) => Facts.Answered(
        new BlasLibrary($"{Libraries}/{folder}/libblas.so.3", BlasImplementation.Netlib) { Version = "3.11.0", Threading = ThreadingLayer.Sequential },
        "dgemm_",
        new BlasRoute(BlasRouteKind.Alternatives, ["libblas.so.3", $"/etc/alternatives/libblas.so.3-{Triplet}", $"{Libraries}/{folder}/libblas.so.3"]));

    private static PythonEnvironment Conda(CondaPackage package) => Facts.Environment(Facts.Demo) with { Kind = EnvironmentKind.Conda, CondaPackages = [package] };

    private static CondaPackage Package(string name, string build) => new() { Name = name, Version = "3.9.0", Build = build, MetadataPath = $"/env/conda-meta/{name}.json", Details = new(() => new CondaPackageDetails(null, null, [], null)) };

    private static InstalledDistribution Distribution(string name, string version) => Facts.Demo with { Name = name, NormalizedName = name, Version = version, MetadataPath = $"{Facts.Site}/{name}-{version}.dist-info", TopLevelModules = [name], RecordedFiles = new(() => []) };

    private static BlasConsumer Caller(string distribution, BlasImplementation implementation) => new($"{Facts.Site}/{distribution}/x.so")
    {
        Distribution = distribution,
        Answers = Facts.Answered(new BlasLibrary("/lib", implementation), "_dgemm$NEWLAPACK", null, BinaryFormat.MachO).Answers,
    };
}
