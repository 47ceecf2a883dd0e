using Assay.Binaries;
using Assay.Binaries.Elf;
using Assay.Loading;
using Assay.Primitives;

namespace Assay.Tests.Loading;

/// <summary>One file cut at every kind of place: too short, unreadable, SIGBUS, and lengths that still load.</summary>
[Trait("speed", "slow")]
public sealed class TruncationReality
{
    private const string Big = "static char filler[3 * 4096] = {1}; char *shown(void) { return filler; } static char zeros[5000]; char *empty(void) { return zeros; } static char *pointers[700] = {filler, zeros}; char **table(void) { return pointers; }";

    [Fact]
    public void The_ladder_of_an_extension()
    {
        using LoaderScenario scenario = new();
        scenario.Extension(Big, "-Wl,-z,max-page-size=4096");
        byte[] whole = File.ReadAllBytes(scenario.At("x.so"));
        int[] lengths = [0, 1, 63, 64, 65, 120, 500, .. Enumerable.Range(1, 30).Select(step => step * 1111), .. EdgesOf(whole)];
        int died = 0, open = 0;
        foreach (int length in lengths.Where(length => length < whole.Length).Distinct().Order())
        {
            scenario.Bytes("x.so", _ => whole[..length]);
            string real = scenario.Real(Interpreter.Debian, ["x"]), predicted = scenario.Predicted(Interpreter.Debian, ["x"]);

            // Data that only running code touches is for nobody to know who does not run it.
            if (predicted.StartsWith("undecided", StringComparison.Ordinal))
            {
                open++;
                continue;
            }

            Assert.True(real == predicted, $"cut to {length} of {whole.Length}\n     real: {real}\npredicted: {predicted}");
            if (real == "exit 135") died++;
        }

        Assert.True(died > 10, $"{died} lengths kill the process");
        Assert.True(open < 8, $"{open} lengths are left open");
    }

    [Fact]
    public void A_cut_library_kills_the_process_too()
    {
        using LoaderScenario scenario = new();
        scenario.Library("libf.so", "int f(void) { return 1; }" + Big).Extension("extern int f(void); int use(void) { return f(); }", "-LROOT -lf -Wl,-rpath,$ORIGIN").Cut("libf.so", 5000).Agrees("exit 135");
        LoadFailure failure = scenario.Failure();
        Assert.Equal(LoadFailureKind.Truncated, failure.Kind);
        Assert.Equal(scenario.At("libf.so"), failure.Culprit);
    }

    [Fact]
    public void A_cut_extension_dies_before_a_missing_library_is_looked_for()
    {
        using LoaderScenario scenario = new();
        scenario.Library("libf.so", "int f(void) { return 1; }").Extension("extern int f(void); int use(void) { return f(); }" + Big, "-LROOT -lf").Cut("x.so", 6000).Delete("libf.so").Agrees("exit 135");
    }

    [Fact]
    public void Section_headers_may_be_missing()
    {
        using LoaderScenario scenario = new();
        scenario.Extension();
        scenario.Bytes("x.so", content => content[..(int)EndOfLoads(content)]).Agrees("imports");
    }

    private static IEnumerable<int> EdgesOf(byte[] whole)
    {
        using BinaryFile file = BinaryFiles.Read(new MemoryByteSource(whole));
        foreach (ElfSegment segment in ((ElfImage)file.Images[0]).Segments)
        {
            foreach (long at in (long[])[segment.Offset.Value, segment.Offset.Value + (long)segment.FileSize])
            {
                foreach (int nudge in (int[])[-1, 0, 1]) yield return (int)Math.Max(0, at + nudge);
                yield return (int)(at & ~4095);
                yield return (int)((at + 4095) & ~4095);
            }
        }
    }

    private static long EndOfLoads(byte[] whole)
    {
        using BinaryFile file = BinaryFiles.Read(new MemoryByteSource(whole));
        return ((ElfImage)file.Images[0]).Segments.Where(segment => segment.IsLoad).Max(segment => segment.Offset.Value + (long)segment.FileSize);
    }
}
