using Assay.Diagnostics;
using Assay.Examination;
using Assay.Tests.Fixtures;

namespace Assay.Tests.Reality;

/// <summary>The mission's own question, on real interpreters and wheels of macOS, judged from here.</summary>
[Trait("speed", "slow")]
public sealed class MacStackTests
{
    private const string ArmSite = MacEnvironments.Arm64 + "/lib/python3.13/site-packages";

    [Theory]
    [InlineData("macos-13.3-arm64")]
    [InlineData("macos-15-arm64")]
    [InlineData("macos-27-arm64")]
    public void The_native_stack_imports_with_either_blas(string target)
    {
        foreach (string root in new[] { MacEnvironments.Accelerate, MacEnvironments.OpenBlas })
        {
            TargetExamination examined = MacEnvironments.Examine(root, MacEnvironments.Arm64, target, "sklearn");
            Assert.All(examined.Imports, import => Assert.True(import.Verdict.Kind == VerdictKind.Imports, $"{target}: {import.Verdict.Import}: {import.Verdict.Message}"));
            Assert.DoesNotContain(examined.Findings, finding => finding.Severity == Severity.Error);
        }
    }

    // The referee for which files want Accelerate's interface of 13.3 is llvm-nm.
    [Fact]
    public void On_macos_13_0_each_file_that_asks_for_more_is_named_with_its_symbol()
    {
        string nm = Needs.Program("llvm-nm"), site = MacEnvironments.SitePackages(MacEnvironments.Accelerate, MacEnvironments.Arm64);
        string[] files = [.. new[] { "numpy", "scipy", "sklearn" }.SelectMany(package => Directory.GetFiles(Path.Combine(site, package), "*", SearchOption.AllDirectories)).Where(file => file.EndsWith(".so", StringComparison.Ordinal) || file.EndsWith(".dylib", StringComparison.Ordinal))];
        string[] expected =
        [
            .. files.Where(file => ChildProcess.Run(nm, ["--undefined-only", file]).Output.Contains("$NEWLAPACK", StringComparison.Ordinal)).Select(file => Path.GetRelativePath(site, file)).Order(StringComparer.Ordinal),
        ];
        Assert.True(expected.Length > 10, $"{expected.Length}");
        TargetExamination examined = MacEnvironments.Examine(MacEnvironments.Accelerate, MacEnvironments.Arm64, "macos-13.0-arm64", "sklearn");
        Assert.Equal(VerdictKind.Fails, examined.Imports[0].Verdict.Kind);
        string told = string.Join('\n', examined.Findings.Where(finding => finding.Code is "A213" or "A402").SelectMany(finding => finding.Notes.Append(finding.Title + " " + finding.Path)));
        foreach (string file in expected) Assert.Contains(file, told, StringComparison.Ordinal);
        Assert.Contains("_cblas_caxpy$NEWLAPACK$ILP64", told, StringComparison.Ordinal);
        Assert.Contains("13.3", told, StringComparison.Ordinal);
    }

    // Built for 14.7, it starts all the same: of the symbols it binds only `_mkfifoat` is missed before macOS 13, and that by a lazy pointer. What is opened later is bound at once.
    [Theory]
    [InlineData("macos-11.6-arm64")]
    [InlineData("macos-12.3-arm64")]
    public void The_interpreter_starts_on_older_systems(string target) =>
        Assert.Equal(VerdictKind.Imports, MacEnvironments.Examine(MacEnvironments.Accelerate, MacEnvironments.Arm64, target, "math").Imports[0].Verdict.Kind);

    [Theory]
    [InlineData("macos-15-x86_64")]
    [InlineData("macos-15-arm64-rosetta")]
    [InlineData("macos-15-arm64")] // a program for x86_64 alone is translated there
    public void The_intel_stack_runs_where_intel_code_runs(string target)
    {
        TargetExamination examined = MacEnvironments.Examine(MacEnvironments.Intel, MacEnvironments.X8664, target, "numpy", "bottleneck");
        Assert.Equal(VerdictKind.Imports, examined.Imports[0].Verdict.Kind);

        // Built for NumPy 1, beside NumPy 2: the same on every system.
        Assert.Equal((VerdictKind.Fails, "ImportError", "numpy.core.multiarray failed to import"), (examined.Imports[1].Verdict.Kind, examined.Imports[1].Verdict.Exception, examined.Imports[1].Verdict.Message));
    }

    [Fact]
    public void Lightgbm_has_no_libomp()
    {
        const string file = ArmSite + "/lightgbm/lib/lib_lightgbm.dylib";
        Verdict verdict = MacEnvironments.Examine(MacEnvironments.Accelerate, MacEnvironments.Arm64, "macos-15-arm64", "lightgbm").Imports[0].Verdict;
        Assert.Equal((VerdictKind.Fails, "OSError"), (verdict.Kind, verdict.Exception));
        Assert.StartsWith($"dlopen({file}, 0x0006): Library not loaded: @rpath/libomp.dylib\n  Referenced from: <59CCDAC2-EBAE-32F7-ADF4-469B834532C9> {file}\n  Reason: tried: '/opt/homebrew/opt/libomp/lib/libomp.dylib' (no such file), '/System/Volumes/Preboot/Cryptexes/OS/opt/homebrew/opt/libomp/lib/libomp.dylib' (no such file), '/opt/local/lib/libomp/libomp.dylib' (no such file), ", verdict.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("numpy/.dylibs/libscipy_openblas64_.dylib", 0x60)] // a load command, as install_name_tool would change it
    [InlineData("numpy/_core/_multiarray_umath.cpython-313-darwin.so", 0x60)]
    public void A_file_that_was_changed_after_signing_ends_the_process(string member, int offset)
    {
        using TemporaryDirectory copy = MacEnvironments.Copy(MacEnvironments.OpenBlas);
        Change(Path.Combine(MacEnvironments.SitePackages(copy.Path, MacEnvironments.Arm64), member), offset);
        Verdict verdict = MacEnvironments.Examine(copy.Path, MacEnvironments.Arm64, "macos-15-arm64", "sklearn").Imports[0].Verdict;
        Assert.Equal((VerdictKind.Crashes, "SIGKILL"), (verdict.Kind, verdict.Signal));
        Assert.Contains("changed after it was signed", verdict.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_intel_process_does_not_mind_a_broken_signature()
    {
        using TemporaryDirectory copy = MacEnvironments.Copy(MacEnvironments.Intel);
        Change(Path.Combine(MacEnvironments.SitePackages(copy.Path, MacEnvironments.X8664), "numpy/_core/_multiarray_umath.cpython-311-darwin.so"), 0x60);
        Assert.Equal(VerdictKind.Imports, MacEnvironments.Examine(copy.Path, MacEnvironments.X8664, "macos-15-arm64-rosetta", "numpy").Imports[0].Verdict.Kind);
    }

    [Theory]
    [InlineData("macos-13-arm64", "arm64")]
    [InlineData("macos-14-arm64", "arm64")]
    [InlineData("macos-14.4-arm64", "arm64e' or 'arm64")]
    [InlineData("macos-26-arm64", "arm64e' or 'arm64e.v1' or 'arm64' or 'arm64")]
    public void Intel_wheels_under_a_native_python(string target, string needed)
    {
        TargetExamination examined = MacEnvironments.Examine(MacEnvironments.Mixed, MacEnvironments.Arm64, target, "sklearn", "numpy", "bottleneck");
        const string file = ArmSite + "/sklearn/__check_build/_check_build.cpython-313-darwin.so";
        string entry = $"'{file}' (mach-o file, but is an incompatible architecture (have 'x86_64', need '{needed}'))";
        string words = $"dlopen({file}, 0x0002): tried: {entry}, '/System/Volumes/Preboot/Cryptexes/OS{file}' (no such file), {entry}";
        Masked(examined.Imports[0].Verdict, words);

        // numpy puts the original error last.
        Assert.Equal((VerdictKind.Fails, "ImportError"), (examined.Imports[1].Verdict.Kind, examined.Imports[1].Verdict.Exception));
        Assert.Contains($"Original error was: {words.Replace("sklearn/__check_build/_check_build", "numpy/_core/_multiarray_umath", StringComparison.Ordinal)}", examined.Imports[1].Verdict.Message, StringComparison.Ordinal);
        Assert.Equal(VerdictKind.Fails, examined.Imports[2].Verdict.Kind);
        Assert.Contains("A201", examined.Imports[0].Verdict.Findings);
    }

    [Theory]
    [InlineData("macos-11.6-arm64", "dlopen({0}, 2): no suitable image found.  Did find:\n\t{0}: mach-o, but wrong architecture\n\t{0}: mach-o, but wrong architecture")]
    [InlineData("macos-12.3-arm64", "dlopen({0}, 0x0002): tried: '{0}' (mach-o file, but is an incompatible architecture (have 'x86_64', need 'arm64e')), '/usr/local/lib/_check_build.cpython-313-darwin.so' (no such file), '/usr/lib/_check_build.cpython-313-darwin.so' (no such file)")]
    [InlineData("macos-12.6-arm64", "dlopen({0}, 0x0002): tried: '{0}' (mach-o file, but is an incompatible architecture (have (x86_64), need (arm64e)))")]
    public void Intel_wheels_under_a_native_python_of_older_systems(string target, string words)
    {
        const string file = ArmSite + "/sklearn/__check_build/_check_build.cpython-313-darwin.so";
        Masked(MacEnvironments.Examine(MacEnvironments.Mixed, MacEnvironments.Arm64, target, "sklearn").Imports[0].Verdict, string.Format(System.Globalization.CultureInfo.InvariantCulture, words, file));
    }

    // scikit-learn wraps what went wrong in __check_build: the error, the directory, and advice.
    private static void Masked(Verdict verdict, string words)
    {
        Assert.Equal((VerdictKind.Fails, "ImportError"), (verdict.Kind, verdict.Exception));
        Assert.StartsWith($"{words}\n___________________________________________________________________________\nContents of {ArmSite}/sklearn/__check_build:\n", verdict.Message, StringComparison.Ordinal);
        Assert.Contains("It seems that scikit-learn has not been built correctly.", verdict.Message, StringComparison.Ordinal);
    }

    private static void Change(string path, int offset)
    {
        byte[] bytes = File.ReadAllBytes(path);
        bytes[offset] ^= 0x20;
        File.Delete(path); // a hard link to the shared file
        File.WriteAllBytes(path, bytes);
    }
}
