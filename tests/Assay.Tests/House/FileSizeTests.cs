namespace Assay.Tests.House;

/// <summary>House rule: a file is split before it grows past five hundred lines.</summary>
public sealed class FileSizeTests
{
    private const int Limit = 500;

    [Fact]
    public void No_source_file_is_longer_than_the_limit()
    {
        List<string> tooLong = [];
        foreach (string file in Repository.SourceFiles("src", "tests", "bench"))
        {
            int lines = File.ReadLines(file).Count();
            if (lines > Limit) tooLong.Add($"{Repository.Relative(file)}: {lines} lines");
        }

        Assert.Empty(tooLong);
    }

    [Fact]
    public void Regions_are_not_used()
    {
        // Written in two parts so that this file does not find itself.
        string directive = "#" + "region";
        Assert.Empty(Repository.SourceFiles("src", "tests", "bench").Where(file => File.ReadLines(file).Any(line => line.TrimStart().StartsWith(directive, StringComparison.Ordinal))).Select(Repository.Relative));
    }
}
