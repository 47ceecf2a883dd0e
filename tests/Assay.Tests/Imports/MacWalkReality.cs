using Assay.Diagnostics;
using Assay.Examination;
using Assay.Imports;
using Assay.Targets;
using Assay.Tests.Fixtures;

namespace Assay.Tests.Imports;

/// <summary>Real environments of macOS, walked from wherever the tests run.</summary>
[Trait("speed", "slow")]
public sealed class MacWalkReality
{
    private const string Site = MacEnvironments.Arm64 + "/lib/python3.13/site-packages";

    [Fact]
    public void The_laid_out_environments_are_whole()
    {
        foreach ((string root, string prefix, int distributions) in new[] { (MacEnvironments.Accelerate, MacEnvironments.Arm64, 8), (MacEnvironments.OpenBlas, MacEnvironments.Arm64, 6), (MacEnvironments.Intel, MacEnvironments.X8664, 6) })
        {
            ExaminationResult result = MacEnvironments.Look(root, prefix, "macos-15-arm64", "os");
            Assert.Equal((OperatingSystemKind.MacOs, distributions), (result.Subject!.Os, result.Subject.DistributionCount));
            Assert.Empty(result.Problems);
        }
    }

    [Fact]
    public void Lightgbm_opens_its_library_itself_and_passes_on_what_the_loader_says()
    {
        const string Library = Site + "/lightgbm/lib/lib_lightgbm.dylib";
        (ImportWalkResult well, WillingLoader loader) = WillingLoader.Walk(MacEnvironments.Accelerate, MacEnvironments.Arm64, "macos-15-arm64", "lightgbm");
        Assert.Equal((VerdictKind.Imports, null), (well.Outcome, well.Undecided));
        Assert.Equal([Library], loader.Libraries);

        const string Text = $"dlopen({Library}, 0x0006): Library not loaded: @rpath/libomp.dylib";
        (ImportWalkResult ill, _) = WillingLoader.Walk(MacEnvironments.Accelerate, MacEnvironments.Arm64, "macos-15-arm64", "lightgbm", process => process.Refuse(Library, "OSError", Text));
        Assert.Equal((VerdictKind.Fails, "OSError", Text, Certainty.Certain), (ill.Outcome, ill.Exception!.TypeName, ill.Exception.Message, ill.Certainty));
        Assert.Equal(Library, ill.Exception.Origin);
        Assert.Equal(["lightgbm", "lightgbm.basic", "lightgbm.libpath"], ill.Chain.Take(3));
    }

    [Fact]
    public void The_wrapper_of_scikit_learn_says_what_its_code_says_and_keeps_the_cause()
    {
        const string Text = "dlopen(/x/_check_build.cpython-313-darwin.so, 0x0002): tried: '/x/_check_build.cpython-313-darwin.so' (mach-o file, but is an incompatible architecture (have 'x86_64', need 'arm64'))";
        (ImportWalkResult walked, _) = WillingLoader.Walk(MacEnvironments.Accelerate, MacEnvironments.Arm64, "macos-15-arm64", "sklearn", process => process.Refuse("sklearn.__check_build._check_build", "ImportError", Text));
        Assert.Equal((VerdictKind.Fails, "ImportError"), (walked.Outcome, walked.Exception!.TypeName));
        Assert.Equal((Text, "sklearn.__check_build._check_build"), (walked.Exception.Cause!.Message, walked.Exception.Cause.Origin));
        Assert.StartsWith(Text + "\n____", walked.Exception.Message, StringComparison.Ordinal);

        // The code itself, in an interpreter that says the same of the extension. The directory lies elsewhere here.
        const string Script = """
            import builtins, os, sys
            path, shown, text = sys.argv[1:]
            real, listing = builtins.__import__, os.listdir
            def refuse(name, *rest):
                if name == "sklearn.__check_build._check_build":
                    raise ImportError(text)
                return real(name, *rest)
            builtins.__import__ = refuse
            os.listdir = lambda directory: listing(path) if directory == shown else listing(directory)
            with open(path + "/__init__.py") as source:
                code = source.read()
            try:
                exec(compile(code, "x", "exec"), {"__file__": shown + "/__init__.py", "__name__": "x"})
            except ImportError as error:
                sys.stdout.write(str(error))
            """;
        string directory = MacEnvironments.SitePackages(MacEnvironments.Accelerate, MacEnvironments.Arm64) + "/sklearn/__check_build";
        (int exitCode, string said, string error) = ChildProcess.Run(Needs.Program("python3"), ["-c", Script, directory, Site + "/sklearn/__check_build", Text]);
        Assert.True(exitCode == 0, error);
        Assert.Equal(said, walked.Exception.Message);

        // A Mac lists the same files in an order of its own, and with the directory that Python puts its byte code into.
        Assert.Equal(Certainty.TextMayVary, walked.Certainty);
    }
}
