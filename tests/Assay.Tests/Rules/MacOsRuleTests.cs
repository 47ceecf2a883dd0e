using System.Collections.Immutable;
using Assay.Binaries;
using Assay.Diagnostics;
using Assay.Environments;
using Assay.Fixes;
using Assay.Imports;
using Assay.Loading;
using Assay.Primitives;
using Assay.Rules;
using Assay.Targets;

namespace Assay.Tests.Rules;

/// <summary>Rules that only environments of macOS know, on facts made by hand.</summary>
public sealed class MacOsRuleTests
{
    private const string LibSystem = "/usr/lib/libSystem.B.dylib", Accelerate = "/System/Library/Frameworks/Accelerate.framework/Versions/A/Accelerate";

    private const string FlatText = "dlopen(/x.so, 0x0002): symbol not found in flat namespace";

    private static readonly PythonEnvironment Native = Facts.Environment(Facts.Demo) with { Os = OperatingSystemKind.MacOs, Architectures = [Architecture.Arm64] };

    [Theory]
    [InlineData("_CFRelease", null, FlatText, null, "A307")]
    [InlineData("_npy_cabs", null, "Symbol not found: _npy_cabs\n  Referenced from: /x.so\n  Expected in: flat namespace\n in /x.so", null, "A307")]
    [InlineData("__ZTI3Foo", null, "Symbol not found: __ZTI3Foo\n  Referenced from: /x.so\n  Expected as weak-def export from some loaded dylib", null, "A305")]
    [InlineData("_PyModule_Add", null, FlatText, null, "A304")]
    [InlineData("__PyObject_GC_Malloc", null, FlatText, null, "A304")]
    [InlineData("_PQbackendPID", null, FlatText, null, "A308")]
    [InlineData("_mysql_affected_rows", "/opt/homebrew/opt/mysql/lib/libmysqlclient.dylib", "Symbol not found", null, "A308")]
    [InlineData("_sqlite3_deserialize", "/usr/lib/libsqlite3.dylib", "Symbol not found", "14.0", "A213")]
    [InlineData("_mkfifoat", LibSystem, "Symbol not found", "13.0", "A213")]
    [InlineData("_mkfifoat", LibSystem, "Symbol not found", null, "A305")]
    [InlineData("_cblas_caxpy$NEWLAPACK", Accelerate, "Symbol not found", "13.3", "A402")]
    [InlineData("_cblas_caxpy$NEWLAPACK$ILP64", Accelerate, "Symbol not found", "13.3", "A402")]
    [InlineData("_cblas_caxpy$NEWLAPACK", Accelerate, "Symbol not found", null, "A305")]
    public void A_missing_symbol_is_told_by_its_name_and_by_where_it_was_looked_for(string symbol, string? library, string message, string? since, string code)
    {
        LoadFailure load = Facts.Load(LoadFailureKind.UndefinedSymbol) with { Symbol = symbol, Library = library, Message = message, Version = since };
        Assert.Equal(code, Leading(Facts.Mac, load));
        Assert.NotEqual(code is "A304" or "A305" ? "" : code, Leading(Facts.Linux, load));
    }

    [Theory]
    [InlineData(13, "13.3", "macosx_12_0_arm64")]
    [InlineData(11, "12.0", "macosx_11_0_arm64")]
    [InlineData(12, "15.5", "macosx_12_0_arm64")]
    public void The_build_to_take_is_for_the_running_system_and_below_what_was_asked(int running, string since, string platform)
    {
        LoadFailure load = Facts.Load(LoadFailureKind.UndefinedSymbol) with { Symbol = "_x", Library = LibSystem, Version = since };
        Finding finding = Assert.Single(Judge.Consider(Facts.Context(Facts.Mac with { OsVersion = new PackedVersion(running) }, Native, Facts.Failing(load))).Findings);
        Assert.Contains(new Remedy.InstallForPlatform("demo", "1.0", platform), finding.Remedies);
    }

    [Fact]
    public void Every_file_that_wants_something_later_is_named_once_per_report()
    {
        LoadFailure load = Facts.Load(LoadFailureKind.UndefinedSymbol) with { Symbol = "_x", Library = LibSystem, Version = "13.0" };
        FailedImport second = Facts.Failing(new PythonException("ImportError", "y") { Origin = load with { Culprit = Facts.Site + "/demo/_other.so" } }, "demo._other");
        RuleContext context = new()
        {
            Environment = Native,
            Target = Facts.Mac,
            Failures = [Facts.Failing(load), second],
            MacOs = new MacOsFacts { LaterSymbols = [new LaterSymbol(load.Culprit!, "_x", LibSystem, new PackedVersion(13)), new LaterSymbol(Facts.Site + "/demo/_third.so", "_y", Accelerate, new PackedVersion(13, 3))] },
        };
        ImmutableArray<Finding> findings = Judge.Consider(context).Findings;
        Assert.Equal(2, findings.Length);
        Assert.Single(findings.SelectMany(finding => finding.Notes), "`demo/_third.so` wants `_y` of Accelerate, which is in macOS 13.3");
        Assert.DoesNotContain(findings.SelectMany(finding => finding.Notes), note => note.Contains("`demo/_core", StringComparison.Ordinal));
    }

    [Fact]
    public void The_cure_of_a_signature_signs_the_very_file()
    {
        LoadFailure load = Facts.Load(LoadFailureKind.CodeSignature);
        Assert.Equal("A114", Leading(Facts.Mac, load));
        FailedImport killed = new("demo", new ImportWalkResult { Outcome = VerdictKind.Crashes, Crash = new ExtensionOutcome.Crashes("SIGKILL", 137, "changed", load), Chain = ["demo"] });
        Finding finding = Assert.Single(Judge.Consider(Facts.Context(Facts.Mac, Native, killed)).Findings);
        Assert.Contains("ends the process", finding.Title, StringComparison.Ordinal);
        FixSituation situation = new(Native, Facts.Mac, default);
        Assert.Contains(FixPlanner.Plan(finding, situation).Fixes, fix => fix.Commands is [var command] && command == $"codesign --force --sign - {load.Culprit}");
    }

    [Theory]
    [InlineData("uv", "MACOSX_DEPLOYMENT_TARGET=12.0 uv pip install --python /env/bin/python3 --python-platform aarch64-apple-darwin --reinstall --no-deps --only-binary :all: demo==1.0")]
    [InlineData("pip", "/env/bin/python3 -m pip download --no-deps --only-binary :all: --platform macosx_12_0_arm64 demo==1.0")]
    public void A_build_for_an_earlier_system_comes_from_the_tool_that_owns_the_package(string installer, string command)
    {
        PythonEnvironment environment = Facts.Environment(Facts.Demo with { Installer = installer });
        Finding finding = new() { Code = "A213", Severity = Severity.Error, Title = "t", Remedies = [new Remedy.InstallForPlatform("demo", "1.0", "macosx_12_0_arm64")] };
        Assert.Equal(command, FixPlanner.Plan(finding, new FixSituation(environment, Facts.Mac, default)).Fixes[0].Commands[0]);
    }

    [Theory]
    [InlineData(true, "A115")]
    [InlineData(false, "A114")]
    public void A_program_that_validates_libraries_is_the_cause_only_where_there_is_one(bool validates, string code)
    {
        LoadFailure load = Facts.Load(LoadFailureKind.CodeSignature) with { Message = "code signature in '/x.so' not valid for use in process: mapping process and mapped file (non-platform) have different Team IDs" };
        RuleContext context = new() { Environment = Native, Target = Facts.Mac, Failures = [Facts.Failing(load)], MacOs = new MacOsFacts { ValidatesLibraries = validates } };
        Assert.Equal(code, Assert.Single(Judge.Consider(context).Findings).Code);
    }

    [Theory]
    [InlineData(14, null, "A214 A216")]
    [InlineData(15, null, "A214")]
    [InlineData(14, true, "A214 A216")]
    [InlineData(14, false, "A215 A216")]
    public void A_translated_environment_is_told_what_it_lacks(int version, bool? hasRosetta, string codes)
    {
        PythonEnvironment environment = Facts.Environment(Facts.Demo with { Name = "tensorflow", NormalizedName = "tensorflow" }) with { Os = OperatingSystemKind.MacOs };
        Target rosetta = Facts.Mac with { Architecture = Architecture.X86_64, Translation = "rosetta", OsVersion = new PackedVersion(version) };
        RuleContext context = new() { Environment = environment, Target = rosetta, MacOs = new MacOsFacts { HasRosetta = hasRosetta } };
        Assert.Equal(codes, string.Join(' ', Judge.Consider(context).Findings.Select(finding => finding.Code).Order()));
        Assert.DoesNotContain(Judge.Consider(context).Findings, finding => finding.Severity == Severity.Error);
        Assert.Empty(Judge.Consider(new RuleContext { Environment = environment, Target = rosetta with { Translation = null }, MacOs = new MacOsFacts() }).Findings);
    }

    private static string Leading(Target target, LoadFailure load)
    {
        PythonEnvironment environment = target.Os == OperatingSystemKind.MacOs ? Native : Facts.Environment(Facts.Demo);
        Judgement judgement = Judge.Consider(Facts.Context(target, environment, Facts.Failing(load, Facts.Binary(BinaryFormat.MachO, Architecture.Arm64))));
        return Assert.Single(judgement.Findings).Code;
    }
}
