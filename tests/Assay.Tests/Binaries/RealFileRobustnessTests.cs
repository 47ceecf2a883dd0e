using Assay.Tests.Fixtures;

namespace Assay.Tests.Binaries;

/// <summary>Real Mach-O and PE files with a few bytes changed make no reader throw.</summary>
[Trait("speed", "slow")]
public sealed class RealFileRobustnessTests
{
    [Theory]
    [InlineData("MarkupSafe-3.0.2-cp313-cp313-macosx_10_13_universal2.whl", "markupsafe/_speedups.cpython-313-darwin.so")]
    [InlineData("Bottleneck-1.3.7-cp311-cp311-macosx_10_9_x86_64.whl", "bottleneck/nonreduce_axis.cpython-311-darwin.so")]
    [InlineData("scikit_learn-1.9.1-cp313-cp313-macosx_12_0_arm64.whl", "sklearn/.dylibs/libomp.dylib")]
    [InlineData("markupsafe-3.0.4-cp311-cp311-win_arm64.whl", "markupsafe/_speedups.cp311-win_arm64.pyd")]
    [InlineData("cpython-3.11.3-windows-x86_64.tar.xz", "cpython-3.11.3-windows-x86_64/DLLs/_bz2.pyd")]
    public void Bytes_of_a_real_file_changed_at_random_never_make_the_reader_throw(string archive, string member)
    {
        byte[] whole = Corpus.Member(archive, member);
        Assert.Equal(0, Touch.Everything(whole));
        Random random = new(11);
        for (int round = 0; round < 60; round++)
        {
            byte[] changed = [.. whole];

            // Half of the changes go where headers are, the others anywhere.
            for (int change = random.Next(1, 200); change > 0; change--)
                changed[random.Next(random.Next(2) == 0 ? Math.Min(4096, changed.Length) : changed.Length)] = (byte)(random.Next(2) == 0 ? 0xff : random.Next(256));
            Touch.Everything(changed);
            Touch.Everything(whole[..random.Next(whole.Length)]);
        }
    }
}
