using System.Text;
using Assay.Verification.Importing;

namespace Assay.Tests.Verification.Importing;

/// <summary>What is made of the driver's words, which come from a process that is not to be trusted.</summary>
public sealed class DriverAnswerTests
{
    [Fact]
    public void What_came_first_is_true()
    {
        DriverAnswer answer = Read(Record("N", "begin", "3.11.2", "3.11.2 (main)"), Record("N", "imported"), Record("N", "raised", "E", "m", "late"));
        Assert.True(answer.IsImported);
        Assert.Null(answer.Exception);
        Assert.Equal(("3.11.2", 3), (answer.Python, answer.Count));
        answer = Read(Record("N", "cause", "K", "builtins", "first"), Record("N", "cause", "L", "builtins", "second"), Record("N", "raised", "E", "mine", "text", "a.py", "3", "f", "b.py", "no", ""), Record("N", "imported"));
        Assert.False(answer.IsImported);
        Assert.Equal("E: text", answer.Exception!.ToString());
        Assert.Equal("K: first", answer.Exception.Cause!.ToString());
        Assert.Equal("L: second", answer.Exception.Cause.Cause!.ToString());
        Assert.Equal([new PythonFrame("a.py", 3, "f"), new PythonFrame("b.py", 0, "")], answer.Frames);
    }

    [Fact]
    public void The_regression_is_read_with_its_numbers()
    {
        DriverAnswer answer = Read(Record("N", "imported"), Record("N", "fitting"), Record("N", "example", "[1. 2.]", "1.24", "1.2", "0.9999999999999997", "1.9999999999999991", "3.0000000000000018"));
        Assert.False(answer.IsFitting);
        Assert.True(answer.Example!.IsRight);
        Assert.Equal(8.881784197001252e-16, answer.Example.CoefficientDistance);
        Assert.False(Read(Record("N", "imported"), Record("N", "fitting"), Record("N", "example", "[1. 2.]", "", "", "1", "2.1", "3")).Example!.IsRight);
        Assert.False(Read(Record("N", "imported"), Record("N", "fitting"), Record("N", "example", "[1. 2.]", "", "", "1", "nan", "3")).Example!.IsRight);
    }

    [Theory]
    [InlineData("")]
    [InlineData("imported")]
    [InlineData("20:1:X,8:imported,,")] // another mark
    [InlineData("17:1:N,8:imported,")] // unfinished
    [InlineData("99999999999:1:N,8:imported,,")]
    [InlineData("-5:1:N,8:imported,,")]
    [InlineData("14:1:N,9:imported,,")]
    [InlineData(":,:,:,")]
    [InlineData("2:1:,2:1:,")]
    public void What_makes_no_sense_is_passed_over(string text)
    {
        DriverAnswer answer = DriverAnswer.Read(Encoding.UTF8.GetBytes(text), "N");
        Assert.False(answer.IsImported);
        Assert.Equal(0, answer.Count);
    }

    [Fact]
    public void Too_much_is_not_taken()
    {
        string much = string.Concat(Enumerable.Repeat(Record("N", "begin", "1", "2"), 1000));
        Assert.True(Read(much).Count <= 20);
    }

    private static DriverAnswer Read(params string[] records) => DriverAnswer.Read(Encoding.UTF8.GetBytes(string.Concat(records)), "N");

    private static string Record(params string[] fields)
    {
        string payload = string.Concat(fields.Select(field => $"{Encoding.UTF8.GetByteCount(field)}:{field},"));
        return $"{Encoding.UTF8.GetByteCount(payload)}:{payload},";
    }
}
