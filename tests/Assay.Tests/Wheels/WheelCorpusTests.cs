using Assay.Diagnostics;
using Assay.Examination;
using Assay.Primitives;
using Assay.Targets;
using Assay.Tests.Fixtures;

namespace Assay.Tests.Wheels;

/// <summary>Published wheels are healthy: judged for what their tags promise, and for newer systems, none has an error, and none is misread.</summary>
[Trait("speed", "slow")]
public sealed class WheelCorpusTests
{
    [Fact]
    public void Every_published_wheel_keeps_what_its_tags_promise()
    {
        string[] wheels = Directory.GetFiles(Needs.Corpus("wheels"), "*.whl");
        Assert.True(wheels.Length > 25);
        Assert.All(wheels.Order(StringComparer.Ordinal), wheel =>
        {
            ExaminationResult result = Examine(wheel);
            Assert.Null(result.Fault);
            Assert.Empty(result.Problems);
            Assert.All(result.Targets, target =>
            {
                Assert.NotEmpty(target.Imports);
                Assert.All(target.Imports, import => Assert.Equal(VerdictKind.Unknown, import.Verdict.Kind));
                Finding[] findings = [.. target.Findings];

                // The one that is known: nobody ships the OpenMP library that LightGBM asks for on macOS.
                if (wheel.Contains("lightgbm", StringComparison.Ordinal) && target.Target.Os == OperatingSystemKind.MacOs)
                    Assert.Equal((Severity.Warning, "A508"), (Assert.Single(findings).Severity, findings[0].Code));
                else Assert.Empty(findings);
            });
        });
    }

    [Theory]
    [InlineData("numpy-2.5.5-cp313-cp313-macosx_14_0_arm64.whl", "macos-15-arm64")]
    [InlineData("numpy-2.5.5-cp313-cp313-macosx_14_0_arm64.whl", "macos-13-arm64", "A211", "A402")]
    [InlineData("numpy-2.5.5-cp313-cp313-macosx_14_0_arm64.whl", "macos-14-x86_64", "A211")]
    [InlineData("MarkupSafe-3.0.2-cp313-cp313-macosx_10_13_universal2.whl", "macos-14-x86_64")]
    [InlineData("markupsafe-3.0.4-cp311-cp311-musllinux_1_2_x86_64.whl", "linux-glibc2.36-x86_64", "A211")]
    [InlineData("markupsafe-3.0.4-cp311-cp311-win_arm64.whl", "windows-11-x86_64", "A211")]
    [InlineData("Bottleneck-1.3.7-cp311-cp311-win_amd64.whl", "windows-11-x86_64")]
    [InlineData("joblib-1.5.3-py3-none-any.whl", "macos-14-arm64")]
    [InlineData("numpy-2.4.6-cp311-cp311-manylinux_2_27_x86_64.manylinux_2_28_x86_64.whl", "linux-glibc2.17-x86_64", "A211")]
    public void A_wheel_is_judged_for_the_target_that_was_asked_for(string wheel, string target, params string[] codes)
    {
        Assert.True(TargetName.TryParse(target, out Target? asked, out _));
        TargetExamination examination = Assert.Single(Examine(Corpus.Archive(wheel), asked!).Targets);
        Assert.Equal(codes, examination.Findings.Where(finding => finding.Severity == Severity.Error).Select(finding => finding.Code).Distinct().Order(StringComparer.Ordinal));
    }

    private static ExaminationResult Examine(string wheel, params Target[] targets) => Examiner.Run(new ExaminationRequest { Subject = wheel, Targets = [.. targets] }, new HostMachine());
}
