using System.Globalization;
using System.Text.RegularExpressions;
using Assay.Binaries;
using Assay.Binaries.Code;
using Assay.Primitives;
using Assay.Tests.Fixtures;

namespace Assay.Tests.Reality;

/// <summary>Where functions begin and end: our answer beside that of readelf, which reads the same tables in its own way.</summary>
[Trait("speed", "slow")]
public sealed partial class FunctionRangesReality
{
    [Theory]
    [InlineData("usr/lib/x86_64-linux-gnu/libstdc++.so.6")]
    [InlineData("usr/lib/x86_64-linux-gnu/libgfortran.so.5")]
    public void Every_function_of_the_unwind_table_has_the_bounds_that_readelf_prints(string library)
    {
        string path = Needs.Existing(Path.Combine(Needs.Asset("amd64"), library), library);
        (_, string output, _) = ChildProcess.Run(Needs.Program("readelf"), ["--debug-dump=frames", "--wide", path]);
        HashSet<CodeRange> expected = [.. Entry().Matches(output).Select(match => new CodeRange(Number(match.Groups[1].Value), Number(match.Groups[2].Value)))];
        using BinaryStore store = new(new HostMachine());
        CodeRange[] found = [.. CodeImages.Of(store.Get(path, out _)!.Images[0])!.Functions];
        Assert.True(found.Length > 100, $"{found.Length} functions");
        Assert.All(found, range => Assert.Contains(range, expected));
        Assert.True(found.Length >= expected.Count * 99 / 100, $"{found.Length} of {expected.Count}");
    }

    private static ulong Number(string text) => ulong.Parse(text, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);

    [GeneratedRegex("FDE cie=[0-9a-f]+ pc=([0-9a-f]+)\\.\\.([0-9a-f]+)")]
    private static partial Regex Entry();
}
