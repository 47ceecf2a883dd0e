using Assay.Packaging;

namespace Assay.Tests.Packaging;

public sealed class CoreMetadataTests
{
    [Fact]
    public void Headers_end_at_the_first_blank_line_and_have_no_case()
    {
        CoreMetadata metadata = new("Name: demo \r\nREQUIRES-DIST: a\r\nRequires-Dist:b\r\nLicense: first\r\n  second\r\n\tthird\r\nEmpty:\r\n\r\nVersion: late\r\n");
        Assert.Equal("demo", metadata.First("name"));
        Assert.Equal(["a", "b"], metadata.All("Requires-Dist"));
        Assert.Equal("first\nsecond\nthird", metadata.First("License"));
        Assert.Equal("", metadata.First("Empty"));
        Assert.Null(metadata.First("Version"));
        Assert.False(metadata.HasOddLine);
    }

    [Fact]
    public void A_line_that_is_no_header_ends_them()
    {
        CoreMetadata metadata = new("Name: demo\nwhat is this\nVersion: 1\n");
        Assert.Equal(("demo", null, true), (metadata.First("Name"), metadata.First("Version"), metadata.HasOddLine));
        Assert.Null(new CoreMetadata(" continuation of nothing\n: no name\n").First(""));
    }

    [Theory]
    [InlineData("Name: a\n\nText", 8)]
    [InlineData("Name: a\r\n\r\nText", 9)]
    [InlineData("Name: a\n", -1)]
    [InlineData("", -1)]
    public void The_end_of_the_headers_is_found_in_bytes(string text, int length) => Assert.Equal(length, CoreMetadata.HeaderLength(System.Text.Encoding.UTF8.GetBytes(text)));

    [Fact]
    public void A_licence_of_many_lines_costs_no_more_than_its_length()
    {
        CoreMetadata metadata = new("License: x\n" + string.Concat(Enumerable.Repeat(" y\n", 1_000_000)) + "Name: demo\n");
        Assert.Equal("demo", metadata.First("Name"));
    }
}
