using System.Text;
using Assay.Binaries.Numpy;

namespace Assay.Tests.Binaries.Numpy;

/// <summary>What the constants of a compiled file tell of the NumPy it was built for.</summary>
public class NumpyUseTests
{
    private const string First = "module compiled against API version 0x%x but this version of numpy is 0x%x . Check the section";
    private const string Second = "module was compiled against NumPy C-API version 0x%x (NumPy 1.23) but the running NumPy has C-API version 0x%x.";
    private const string Size = "%.200s.%.200s size changed, may indicate binary incompatibility. Expected %zd from C header, got %zd from PyObject";

    [Theory]
    [InlineData(NumpyClass.None, "numpy.core._multiarray_umath", "numpy._core._multiarray_umath", "_ARRAY_API")]
    [InlineData(NumpyClass.None, Size, "my flatiter")]
    [InlineData(NumpyClass.None, "flatiter")]
    [InlineData(NumpyClass.FirstHeaders, First, "numpy._core.multiarray failed to import")]
    [InlineData(NumpyClass.FirstHeaders, First, "flatiter", Size)]
    [InlineData(NumpyClass.SecondHeaders, Second, "module compiled against ABI version 0x%x but this version of numpy is 0x%x")]
    [InlineData(NumpyClass.CythonTypesOnly, "flatiter", Size)]
    [InlineData(NumpyClass.Pybind11, "pybind11_builtins", "_ARRAY_API")]
    public void The_class_is_in_the_messages(NumpyClass expected, params string[] texts) => Assert.Equal(expected, Read(texts).Class);

    [Fact]
    public void Files_of_numpy_2_name_the_oldest_that_they_accept()
    {
        Assert.Equal("1.23", Read(Second).Target);
        Assert.Null(Read(First).Target);
        Assert.Null(Read("module was compiled against NumPy C-API version 0x%x (NumPy %s) but").Target);
        Assert.Null(Read("module was compiled against NumPy C-API version 0x%x (NumPy 1.2").Target);
    }

    [Fact]
    public void Cythons_check_of_sizes_comes_on_top() => Assert.Equal((false, true), (Read(First).ImportsTypes, Read(First, "flatiter", Size).ImportsTypes));

    [Theory]
    [InlineData("1.16.6", 13)]
    [InlineData("1.24.2", 16)]
    [InlineData("1.26.4", 17)]
    [InlineData("2.0.0rc1", 18)]
    [InlineData("2.4.6", 21)]
    [InlineData("2.5.0", 22)]
    [InlineData("1.6.2", null)]
    [InlineData("2.6.0", null)]
    [InlineData("1", null)]
    [InlineData("newest", null)]
    public void Releases_have_levels(string version, int? level) => Assert.Equal(level, NumpyLevels.Of(version));

    [Fact]
    public void A_generation_is_that_of_all_files_or_unknown()
    {
        NumpyUse first = Read(First), second = Read(Second), types = Read("flatiter", Size);
        Assert.Equal(NumpyGeneration.First, NumpyGenerations.Of([types, first, first]));
        Assert.Equal(NumpyGeneration.Second, NumpyGenerations.Of([second, types]));
        Assert.Equal(NumpyGeneration.Unknown, NumpyGenerations.Of([first, second]));
        Assert.Equal(NumpyGeneration.Unknown, NumpyGenerations.Of([types]));
    }

    private static NumpyUse Read(params string[] texts) => NumpyUseReader.Read(Encoding.UTF8.GetBytes(string.Join('\0', texts) + "\0"));
}
