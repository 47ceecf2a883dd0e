using System.Text.RegularExpressions;

namespace Assay.Tests.House;

/// <summary>House rules on what stands in comments.</summary>
public sealed partial class CommentTests
{
    [Fact]
    public void Nothing_is_left_to_be_done()
    {
        List<string> offences = [];
        foreach (string file in Repository.SourceFiles("src", "tests", "bench").Where(file => !file.EndsWith("CommentTests.cs", StringComparison.Ordinal)))
            foreach (string line in File.ReadLines(file))
                if (Leftover().IsMatch(line)) offences.Add($"{Repository.Relative(file)}: {line.Trim()}");
        Assert.Empty(offences);
    }

    [GeneratedRegex(@"\b(TODO|FIXME|XXX|HACK)\b(?!\.so)")]
    private static partial Regex Leftover();
}
