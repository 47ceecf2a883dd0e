using System.Globalization;
using Assay.Reporting;
using Assay.Tests.Fixtures;

namespace Assay.Tests.Verification;

/// <summary>Numbers look as numpy prints them.</summary>
public sealed class NumpyTextTests
{
    // What str(numpy.array([...])) gave with numpy 1.24.2.
    [Theory]
    [InlineData("[1. 2.]", 1.0000000000000002, 1.9999999999999993)]
    [InlineData("[]")]
    [InlineData("[0. 0.]", 0.0, 0.0)]
    [InlineData("[1.  2.5]", 1.0, 2.5)]
    [InlineData("[-1.    2.25 10.  ]", -1.0, 2.25, 10.0)]
    [InlineData("[0.1        0.33333333]", 0.1, 1.0 / 3)]
    [InlineData("[0.00195312]", 0.001953125)]
    [InlineData("[1.e-05 1.e+00]", 1e-5, 1.0)]
    [InlineData("[1.23456789e-10 1.00000000e+00]", 1.23456789e-10, 1.0)]
    [InlineData("[1.e+08]", 1e8)]
    [InlineData("[99999999.]", 99999999.0)]
    [InlineData("[1.0000e+00 1.0005e+03]", 1.0, 1000.5)]
    [InlineData("[   1. 1000.]", 1.0, 1000.0)]
    [InlineData("[ 1. nan inf]", 1.0, double.NaN, double.PositiveInfinity)]
    [InlineData("[nan inf]", double.NaN, double.PositiveInfinity)]
    [InlineData("[  1. -inf]", 1.0, double.NegativeInfinity)]
    [InlineData("[-0.  1.]", -0.0, 1.0)]
    [InlineData("[1.e+100 1.e-300]", 1e100, 1e-300)]
    [InlineData("[4.94065646e-324 1.79769313e+308]", double.Epsilon, double.MaxValue)]
    [InlineData("[1.e+10]", 9999999999.99)]
    [InlineData("[5.e-01 1.e-04]", 0.5, 0.0001)]
    [InlineData("[12345678.12345679]", 12345678.123456789)]
    [InlineData("[ 1.e-05 -1.e-05  0.e+00]", 1e-5, -1e-5, 0.0)]
    public void An_array_is_printed_as_numpy_prints_it(string expected, params double[] numbers) => Assert.Equal(expected, NumpyText.Array(numbers));

    [Theory]
    [InlineData("3.0", 3.0000000000000013)]
    [InlineData("2.5", 2.5)]
    [InlineData("nan", double.NaN)]
    public void One_number_is_printed_without_needless_digits(string expected, double number) => Assert.Equal(expected, NumpyText.Number(number));

    [Fact]
    [Trait("speed", "slow")]
    public void Thousands_of_arrays_are_printed_as_numpy_prints_them()
    {
        string python = Needs.DebianPython();
        Random random = new(1);
        List<double[]> arrays = [];
        for (int index = 0; index < 3000; index++)
            arrays.Add([.. Enumerable.Range(0, random.Next(1, 4)).Select(_ => Math.Round(random.NextDouble() * 4 - 2, random.Next(0, 15)) * Math.Pow(10, random.Next(-12, 12) * (random.Next(3) / 2)))]);
        string text = string.Join('\n', arrays.Select(array => string.Join(' ', array.Select(number => number.ToString("R", CultureInfo.InvariantCulture)))));
        using TemporaryDirectory directory = new();
        string script = "import sys, numpy\nnumpy.set_printoptions(linewidth=1000)\nfor line in open(sys.argv[1]): print(numpy.array([float(word) for word in line.split()]))\n";
        (int status, string output, string error) = ChildProcess.Run(python, ["-c", script, directory.File("numbers", text)]);
        Assert.True(status == 0, error);
        Assert.Equal(output.TrimEnd('\n').Split('\n'), arrays.Select(NumpyText.Array));
    }
}
