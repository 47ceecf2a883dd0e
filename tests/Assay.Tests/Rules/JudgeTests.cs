using System.Collections.Immutable;
using Assay.Binaries;
using Assay.Binaries.Code;
using Assay.Blas;
using Assay.Diagnostics;
using Assay.Environments;
using Assay.Imports;
using Assay.Loading;
using Assay.Loading.Instructions;
using Assay.Rules;
using Assay.Targets;

namespace Assay.Tests.Rules;

public sealed class JudgeTests
{
    public static TheoryData<LoadFailureKind, string> KindsOnLinux => new()
    {
        { LoadFailureKind.MissingLibrary, "A101" },
        { LoadFailureKind.WrongArchitecture, "A203" },
        { LoadFailureKind.WrongClass, "A205" },
        { LoadFailureKind.InvalidHeader, "A003" },
        { LoadFailureKind.TooShort, "A001" },
        { LoadFailureKind.Truncated, "A001" },
        { LoadFailureKind.PermissionDenied, "A005" },
        { LoadFailureKind.MisalignedSegment, "A004" },
        { LoadFailureKind.NotLoadable, "A003" },
        { LoadFailureKind.ExecutableStack, "A107" },
        { LoadFailureKind.MissingVersion, "A303" },
        { LoadFailureKind.LoaderAssertion, "A003" },
        { LoadFailureKind.CpuLevel, "A209" },
        { LoadFailureKind.UndefinedSymbol, "A305" },
        { LoadFailureKind.StaticTls, "A106" },
        { LoadFailureKind.UnknownRelocation, "A003" },
        { LoadFailureKind.MissingInitFunction, "A306" },
    };

    [Theory]
    [MemberData(nameof(KindsOnLinux))]
    public void Every_way_the_loader_refuses_has_one_cause(LoadFailureKind kind, string code)
    {
        LoadFailure load = Facts.Load(kind) with { Symbol = "demo_run", Version = "DEMO_2" };
        Judgement judgement = Judge.Consider(Facts.Context(failures: Facts.Failing(load, Facts.Binary(BinaryFormat.Elf, Architecture.X86_64))));
        Finding finding = Assert.Single(judgement.Findings);
        Assert.Equal(code, finding.Code);
        Assert.Equal(Severity.Error, finding.Severity);
        Assert.Equal([code], judgement.Explanations["demo"]);
        Assert.NotEmpty(finding.Remedies);
    }

    [Fact]
    public void An_instruction_that_the_processor_does_not_know_has_one_cause()
    {
        NeededInstruction instruction = InstructionReader.Read([0xc5, 0xf9, 0xef, 0xc0], 0x1000, Architecture.X86_64)!;
        LoadFailure load = Facts.Load(LoadFailureKind.IllegalInstruction) with { Instruction = new FatalInstruction("/sp/_core.so", instruction, instruction.Needs, null, "DT_INIT_ARRAY", InstructionProof.EveryPath) };
        Finding finding = Assert.Single(Judge.Consider(Facts.Context(failures: Facts.Failing(load, Facts.Binary(BinaryFormat.Elf, Architecture.X86_64)))).Findings);
        Assert.Equal("A217", finding.Code);
        Assert.Equal("vpxor xmm0,xmm0,xmm0", Assert.Single(finding.Evidence).Value);
        Assert.NotEmpty(finding.Remedies);
    }

    public static TheoryData<LoadFailureKind, string> KindsOnMacOs => new()
    {
        { LoadFailureKind.StrictHeader, "A119" },
        { LoadFailureKind.WrongPlatform, "A121" },
        { LoadFailureKind.CodeSignature, "A114" },
    };

    [Theory]
    [MemberData(nameof(KindsOnMacOs))]
    public void Every_way_only_dyld_refuses_has_one_cause(LoadFailureKind kind, string code)
    {
        Judgement judgement = Judge.Consider(Facts.Context(Facts.Mac, failures: Facts.Failing(Facts.Load(kind), Facts.Binary(BinaryFormat.MachO, Architecture.Arm64))));
        Finding finding = Assert.Single(judgement.Findings);
        Assert.Equal((code, Severity.Error), (finding.Code, finding.Severity));
        Assert.NotEmpty(finding.Remedies);
    }

    [Theory]
    [InlineData("LC_RPATH", "path", "A113")]
    [InlineData("section_64", "offset", "A117")]
    [InlineData("LC_SYMTAB", "stroff", "A118")]
    [InlineData("LC_UUID", "cmd", "A119")]
    public void A_strict_header_is_told_by_what_breaks_the_rule(string record, string field, string code)
    {
        LoadFailure load = Facts.Load(LoadFailureKind.StrictHeader) with { Evidence = [new Evidence(Facts.Site + "/demo/_core.so", 32, record, field, "x", "wrong")] };
        Assert.Equal(code, Leading(Facts.Context(Facts.Mac, failures: Facts.Failing(load))));
    }

    [Theory]
    [InlineData("@rpath/libomp.dylib", EnvironmentKind.VirtualEnvironment, "A108")]
    [InlineData("/usr/local/opt/gcc/lib/gcc/7/libgomp.1.dylib", EnvironmentKind.VirtualEnvironment, "A108")]
    [InlineData("@rpath/liblapack.3.dylib", EnvironmentKind.Conda, "A110")]
    [InlineData("@rpath/liblapack.3.dylib", EnvironmentKind.VirtualEnvironment, "A101")]
    [InlineData("@rpath/libquadmath.0.dylib", EnvironmentKind.Conda, "A111")]
    [InlineData("/opt/homebrew/opt/gcc@13/lib/gcc/13/libgfortran.5.dylib", EnvironmentKind.VirtualEnvironment, "A112")]
    [InlineData("/opt/local/lib/libpng16.16.dylib", EnvironmentKind.VirtualEnvironment, "A112")]
    [InlineData("/usr/lib/libpng.dylib", EnvironmentKind.VirtualEnvironment, "A101")]
    public void On_macos_too_the_rule_that_knows_the_library_comes_first(string library, EnvironmentKind kind, string code)
    {
        PythonEnvironment environment = Facts.Environment(Facts.Demo) with { Os = OperatingSystemKind.MacOs, Kind = kind };
        FailedImport failed = Facts.Failing(Facts.Load(LoadFailureKind.MissingLibrary) with { Library = library });
        Assert.Equal(code, Leading(Facts.Context(Facts.Mac, environment, failed)));
        Assert.Equal("A101", Leading(Facts.Context(environment: environment, failures: failed)));
    }

    [Fact]
    public void Every_kind_but_the_undecided_one_is_covered() =>
        Assert.Equal(
            Enum.GetValues<LoadFailureKind>().Where(kind => kind is not (LoadFailureKind.NotABinary or LoadFailureKind.NotModelled or LoadFailureKind.IllegalInstruction)).Order(),
            KindsOnLinux.Concat(KindsOnMacOs).Select(row => row.Data.Item1).Order());

    [Theory]
    [InlineData("libdemo-0a1b2c3d.so.1", "A102")]
    [InlineData("libGL.so.1", "A103")]
    [InlineData("libstdc++.so.6", "A104")]
    [InlineData("libc.musl-x86_64.so.1", "A208")]
    [InlineData("libopenblas.so.0", "A101")]
    public void The_rule_that_knows_the_library_comes_before_the_general_one(string library, string code) =>
        Assert.Equal(code, Leading(Facts.Context(failures: Facts.Failing(Facts.Load(LoadFailureKind.MissingLibrary) with { Library = library }))));

    [Fact]
    public void A_wheel_built_for_one_distribution_wants_that_distributions_blas()
    {
        PythonEnvironment environment = Facts.Environment(Facts.Demo with { WheelTags = ["cp311-cp311-linux_armv7l"] });
        Assert.Equal("A105", Leading(Facts.Context(environment: environment, failures: Facts.Failing(Facts.Load(LoadFailureKind.MissingLibrary) with { Library = "libf77blas.so.3" }))));
    }

    [Theory]
    [InlineData("GLIBC_2.38", "A210")]
    [InlineData("GLIBCXX_3.4.30", "A302")]
    [InlineData("CXXABI_1.3.13", "A302")]
    [InlineData("GLIBC_PRIVATE", "A303")]
    [InlineData("DEMO_2", "A303")]
    public void The_version_that_is_missing_tells_whose_it_is(string version, string code) =>
        Assert.Equal(code, Leading(Facts.Context(failures: Facts.Failing(Facts.Load(LoadFailureKind.MissingVersion) with { Version = version, OfferedVersions = ["GLIBC_2.36", "GLIBCXX_3.4.28", "CXXABI_1.3.12"] }))));

    [Theory]
    [InlineData("_PyModule_Add", "A304")]
    [InlineData("PyCriticalSection_Begin", "A304")]
    [InlineData("cblas_dgemm", "A305")]
    public void A_symbol_of_python_is_told_from_any_other(string symbol, string code) =>
        Assert.Equal(code, Leading(Facts.Context(failures: Facts.Failing(Facts.Load(LoadFailureKind.UndefinedSymbol) with { Symbol = symbol }))));

    [Fact]
    public void A_segment_that_only_large_pages_break_is_the_kernels_matter() =>
        Assert.Equal("A206", Leading(Facts.Context(Facts.Linux with { PageSize = 65536 }, failures: Facts.Failing(Facts.Load(LoadFailureKind.MisalignedSegment)))));

    [Theory]
    [InlineData(BinaryFormat.MachO, "A204")]
    [InlineData(BinaryFormat.Pe, "A204")]
    [InlineData(BinaryFormat.Unknown, "A002")]
    public void What_is_no_elf_file_is_foreign_or_no_binary(BinaryFormat format, string code) =>
        Assert.Equal(code, Leading(Facts.Context(failures: Facts.Failing(Facts.Load(LoadFailureKind.NotABinary), Facts.Binary(format, Architecture.Arm64)))));

    [Fact]
    public void On_macos_a_wrong_architecture_has_its_own_rule_and_a_universal_python_another()
    {
        FailedImport failed = Facts.Failing(Facts.Load(LoadFailureKind.WrongArchitecture), Facts.Binary(BinaryFormat.MachO, Architecture.X86_64));
        PythonEnvironment thin = Facts.Environment(Facts.Demo) with { Os = OperatingSystemKind.MacOs, Architectures = [Architecture.Arm64] };
        Assert.Equal("A201", Leading(Facts.Context(Facts.Mac, thin, failed)));
        Assert.Equal("A202", Leading(Facts.Context(Facts.Mac, thin with { Architectures = [Architecture.X86_64, Architecture.Arm64] }, failed)));
    }

    [Fact]
    public void On_windows_a_wrong_machine_has_its_own_rule() =>
        Assert.Equal("A207", Leading(Facts.Context(new Target { Os = OperatingSystemKind.Windows, Architecture = Architecture.X86_64 }, failures: Facts.Failing(Facts.Load(LoadFailureKind.WrongArchitecture), Facts.Binary(BinaryFormat.Pe, Architecture.X86)))));

    [Theory]
    [InlineData("_core.cpython-310-x86_64-linux-gnu.so", "A301")]
    [InlineData("_core.cpython-311d-x86_64-linux-gnu.so", "A301")]
    [InlineData("_core.cpython-311-aarch64-linux-gnu.so", "A204")]
    [InlineData("_core.cp310-win_amd64.pyd", "A204")]
    [InlineData("_core.cpython-311-darwin.so", "A204")]
    public void An_extension_with_a_foreign_suffix_says_whose_it_is(string file, string code) =>
        Assert.Equal(code, Leading(Facts.Context(failures: Facts.Missing("demo._core", $"{Facts.Site}/demo/{file}"))));

    [Theory]
    [InlineData("nowhere", "A601")]
    [InlineData("demo.gone", "A601")]
    [InlineData("_lzma", "A603")]
    [InlineData("distutils", "A603")]
    [InlineData("winreg", "A601")]
    public void A_module_that_is_missing_is_told_by_its_name(string module, string code) => Assert.Equal(code, Leading(Facts.Context(failures: Facts.Missing(module))));

    [Theory]
    [InlineData(12, "distutils", "A606")]
    [InlineData(10, "tomllib", "A606")]
    [InlineData(11, "tomllib", "A603")]
    public void A_standard_module_belongs_to_some_versions_only(int minor, string module, string code) =>
        Assert.Equal(code, Leading(Facts.Context(environment: Facts.Environment(Facts.Demo) with { Version = new PythonVersion(3, minor) }, failures: Facts.Missing(module))));

    [Fact]
    public void A_copy_in_the_user_site_is_the_cause_whatever_is_wrong_with_it()
    {
        const string user = "/home/ada/.local/lib/python3.11/site-packages";
        InstalledDistribution seen = Facts.Demo with { Location = user, MetadataPath = user + "/demo-0.9.dist-info", Version = "0.9" };
        PythonEnvironment environment = Facts.Environment(seen, Facts.Demo) with { UserSite = user, SiteDirectories = [user, Facts.Site] };
        RuleContext context = new()
        {
            Environment = environment,
            Target = Facts.Linux,
            UserSiteHidings = [new UserSiteHiding("demo", user + "/demo", Facts.Site + "/demo") { Seen = seen, Hidden = Facts.Demo }],
            Failures = [Facts.Missing("demo._core", user + "/demo/_core.cpython-310-x86_64-linux-gnu.so")],
        };
        Judgement judgement = Judge.Consider(context);
        Assert.Equal("A502", Assert.Single(judgement.Findings).Code);
    }

    [Fact]
    public void A_local_file_is_the_cause_only_where_the_import_met_it()
    {
        LocalShadow shadow = new("random", "/home/ada/random.py", "`random` of the standard library");
        PythonException exception = new("ImportError", "cannot import name 'SystemRandom' from 'random' (/home/ada/random.py)");
        FailedImport met = Facts.Failing(exception, "demo", new ImportStep("random", ModuleKind.Source, "/home/ada/random.py", "demo", true));
        Assert.Equal("A602", Leading(WithShadow(met)));

        Judgement other = Judge.Consider(WithShadow(Facts.Missing("nowhere")));
        Assert.Equal("A601", other.Findings[0].Code);
        Assert.Equal((Severity.Warning, "A602"), (other.Findings[1].Severity, other.Findings[1].Code));

        RuleContext WithShadow(FailedImport failed) => new() { Environment = Facts.Environment(Facts.Demo), Target = Facts.Linux, Shadows = [shadow], Failures = [failed] };
    }

    [Fact]
    public void A_wrapper_is_named_after_the_cause_it_hides()
    {
        LoadFailure load = Facts.Load(LoadFailureKind.MissingLibrary);
        FailedImport failed = Facts.Failing(new PythonException("ImportError", "\nIMPORTANT: PLEASE READ THIS\nmore") { Cause = new PythonException("ImportError", load.Message) { Origin = load } });
        Judgement judgement = Judge.Consider(Facts.Context(failures: failed));
        Assert.Equal(["A101", "A604"], judgement.Explanations["demo"]);
        Assert.Equal([Severity.Error, Severity.Note], judgement.Findings.Select(finding => finding.Severity));
        Assert.Contains(judgement.Findings[0].Notes, note => note.Contains(load.Message, StringComparison.Ordinal));
    }

    [Fact]
    public void Of_two_imports_of_which_either_would_do_the_last_attempt_counts()
    {
        FailedImport first = Facts.Missing("old_name");
        FailedImport second = Facts.Missing("new_name");
        FailedImport both = second with { Walk = second.Walk with { Exception = second.Exception! with { Cause = first.Exception } } };
        Assert.Contains("new_name", Judge.Consider(Facts.Context(failures: both)).Findings[0].Title, StringComparison.Ordinal);
    }

    [Fact]
    public void One_problem_that_breaks_many_imports_is_one_finding()
    {
        FailedImport[] failures = [.. Enumerable.Range(0, 9).Select(number => Facts.Failing(Facts.Load(LoadFailureKind.MissingLibrary)) with { Import = "demo" + number })];
        Judgement judgement = Judge.Consider(Facts.Context(failures: [.. failures]));
        Finding finding = Assert.Single(judgement.Findings);
        Assert.Contains(finding.Notes, note => note.EndsWith("and 2 more", StringComparison.Ordinal));
        Assert.Equal(9, judgement.Explanations.Count);
    }

    [Fact]
    public void An_observation_whose_cure_is_part_of_a_cause_is_not_repeated()
    {
        IncompleteDistribution record = new(Facts.Demo, new RecordCheck(["demo.libs/libdemo-0a1b2c3d.so.1"], ["demo.libs"], 3));
        FailedImport failed = Facts.Failing(Facts.Load(LoadFailureKind.MissingLibrary) with { Library = "libdemo-0a1b2c3d.so.1" });
        RuleContext broken = new() { Environment = Facts.Environment(Facts.Demo), Target = Facts.Linux, Records = [record], Failures = [failed] };
        Assert.Equal(["A102"], Judge.Consider(broken).Findings.Select(finding => finding.Code));
        RuleContext working = new() { Environment = Facts.Environment(Facts.Demo), Target = Facts.Linux, Records = [record] };
        Assert.Equal(["A505"], Judge.Consider(working).Findings.Select(finding => finding.Code));
    }

    [Theory]
    [InlineData("demo/core.py", true)]
    [InlineData("demo.libs/libquick-1f2e3d4c.so.5", true)]
    [InlineData("demo/_core.pyd", true)]
    [InlineData("demo/tests/test_core.py", false)]
    [InlineData("demo-1.0.dist-info/LICENSE", false)]
    [InlineData("scripts-3.10/demo", false)]
    [InlineData("demo/data.json", false)]
    public void Only_code_counts_as_missing(string file, bool counts) =>
        Assert.Equal(counts, !new IncompleteDistribution(Facts.Demo, new RecordCheck([file], [], 9)).MissingFiles.IsEmpty);

    [Fact]
    public void What_debian_leaves_out_of_a_requirement_is_dpkgs_matter()
    {
        InstalledDistribution debians = Facts.Demo with { Location = "/usr/lib/python3/dist-packages" };
        RuleContext Conflict(InstalledDistribution? found) => new() { Environment = Facts.Environment(debians), Target = Facts.Linux, Conflicts = [new UnmetRequirement(debians, "pycairo>=1.16", "pycairo", found)] };
        Assert.Empty(Judge.Consider(Conflict(null)).Findings);
        Assert.Single(Judge.Consider(Conflict(Facts.Demo with { Name = "pycairo", Version = "1.0" })).Findings);
    }

    [Fact]
    public void What_is_seen_beside_the_asked_imports_is_never_an_error()
    {
        RuleContext context = new()
        {
            Environment = Facts.Environment(Facts.Demo) with { Os = OperatingSystemKind.MacOs, Architectures = [Architecture.X86_64, Architecture.Arm64], InterruptedInstallations = [Facts.Site + "/~emo"] },
            Target = Facts.Mac,
            Records = [new IncompleteDistribution(Facts.Demo, new RecordCheck(["demo/__init__.py"], [], 3))],
            Conflicts = [new UnmetRequirement(Facts.Demo, "numpy<2", "numpy", Facts.Demo with { Name = "numpy", Version = "2.4.6" }), new UnmetRequirement(Facts.Demo, "absent", "absent", null)],
            UserSiteHidings = [new UserSiteHiding("demo", "/home/ada/demo", Facts.Site + "/demo") { Seen = Facts.Demo with { Version = "2" }, Hidden = Facts.Demo }],
            Shadows = [new LocalShadow("random", "/home/ada/random.py", "`random` of the standard library")],
            OpenedBinaries = [Facts.Binary(BinaryFormat.MachO, Architecture.Arm64)],
            Processes = [Facts.Process(Facts.Answered(new BlasLibrary("/usr/lib/libblas.so.3.11.0", BlasImplementation.Netlib), "dgemm_"))],
        };
        Judgement judgement = Judge.Consider(context);
        Assert.Equal(8, judgement.Findings.Length);
        Assert.DoesNotContain(judgement.Findings, finding => finding.Severity == Severity.Error);
        Assert.Empty(judgement.Explanations);
    }

    private static string Leading(RuleContext context)
    {
        Judgement judgement = Judge.Consider(context);
        ImmutableArray<Finding> errors = [.. judgement.Findings.Where(finding => finding.Severity == Severity.Error)];
        return Assert.Single(errors).Code;
    }
}
