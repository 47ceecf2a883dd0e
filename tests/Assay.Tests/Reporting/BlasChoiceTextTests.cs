using Assay.Blas;
using Assay.Fixes;
using Assay.Reporting;

namespace Assay.Tests.Reporting;

public sealed class BlasChoiceTextTests
{
    [Fact]
    public void A_choice_says_what_it_changes_and_how_it_is_made()
    {
        using StringWriter output = new();
        BlasChoiceText.Write(
            [
                new BlasChoice(BlasImplementation.OpenBlas, "openblas-pthread") { IsCurrent = true, IsInstalled = true },
                new BlasChoice(BlasImplementation.Netlib, "blas")
                {
                    IsInstalled = true,
                    Remark = "slow: for tests",
                    Commands = ["update-alternatives --set a b"],
                    Effects = [new BlasEffect("dgemm", ["numpy"], "OpenBLAS", "netlib reference"), new BlasEffect("dgelsd", ["scipy"], "OpenBLAS", "netlib reference"), new BlasEffect("ddot", ["x"], "MKL", "MKL")],
                },
            ],
            output,
            new TextStyle());
        Assert.Equal(
            """

            choices
              openblas-pthread  chosen now
              blas              installed; slow: for tests
                                dgemm, dgelsd of numpy, scipy: OpenBLAS -> netlib reference
                                  update-alternatives --set a b

            """.ReplaceLineEndings(Environment.NewLine),
            output.ToString());
    }

    [Fact]
    public void No_choice_is_said()
    {
        using StringWriter output = new();
        BlasChoiceText.Write([], output, new TextStyle());
        Assert.Contains("none: the library is part of the package", output.ToString(), StringComparison.Ordinal);
    }
}
