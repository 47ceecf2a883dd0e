using Assay.Examination;
using Assay.Targets;
using Assay.Tests.Fixtures;

namespace Assay.Tests.Imports;

/// <summary>Real environments of macOS, judged from wherever the tests run.</summary>
[Trait("speed", "slow")]
public sealed class MacWalkReality
{
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
}
