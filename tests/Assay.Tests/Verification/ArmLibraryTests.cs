using System.Collections.Immutable;
using Assay.Blas;
using Assay.Reporting;
using Assay.Tests.Fixtures;
using Assay.Tests.House;
using Assay.Verification;

namespace Assay.Tests.Verification;

/// <summary>
/// The libraries of a Debian and of a wheel for aarch64, opened by the program built for it, under an emulator. Our own side of the trial is native: the
/// emulator cannot start programs of its architecture by itself.
/// </summary>
[Trait("speed", "slow")]
public sealed class ArmLibraryTests
{
    private const string Libraries = "/usr/lib/aarch64-linux-gnu/";

    // Two folders appear where the root has directories; the mounts are seen by this one process only.
    private const string Script = "mount --bind \"$0\" \"$1/tmp\" && mount --bind \"$2\" \"$1/var\" && exec unshare --root=\"$1\" --wd=/ /usr/bin/qemu-aarch64-static ";

    [Theory]
    [InlineData("openblas-pthread", "openblas-pthread")]
    [InlineData("openblas-openmp", "openblas-openmp")]
    [InlineData("openblas-serial", "openblas-serial")]
    [InlineData("blis-pthread", "lapack")]
    [InlineData("blis-openmp", "lapack")]
    [InlineData("atlas", "atlas")]
    [InlineData("blas", "lapack")]
    public void A_library_of_Debian_for_aarch64_solves_the_example(string blas, string lapack)
    {
        BlasTrialRequest request = Trials.Plain($"{Libraries}{blas}/libblas.so.3", $"{Libraries}{lapack}/liblapack.so.3");
        Holds(BlasTrial.Run(request with { Sizes = [24], Budget = 2 }, Command()), IntegerWidth.Lp64);
    }

    [Fact]
    public void The_library_of_a_wheel_for_aarch64_solves_the_example() => Holds(Wheel("max,sme=off,sve-max-vq=2"), IntegerWidth.Ilp64);

    // With vectors of 512 bits this OpenBLAS (0.3.31.188) computes A @ A.T wrongly in single precision; with shorter ones, and with its own kernel for the
    // A64FX, it does not. numpy itself, on the same emulated processor, is the referee.
    [Fact]
    public void A_symmetric_product_is_called_wrong_where_numpy_computes_it_wrongly()
    {
        const string Processor = "max,sme=off,sve-max-vq=4";
        using TemporaryDirectory directory = new();
        directory.File("product.py", "import numpy\na = numpy.random.default_rng(1).standard_normal((64, 65)).astype(numpy.float32)\nright = a.astype(float) @ a.astype(float).T\nprint(bool(abs(a @ a.T - right).max() > 0.001))\n");
        ImmutableArray<string> command = Command("/usr/bin/python3 /tmp/product.py", directory.Path, Needs.Asset("site-arm64"));
        (int status, string output, string error) = ChildProcess.Run(command[0], command[1..], [new("QEMU_CPU", Processor), new("PYTHONPATH", "/var"), new("OPENBLAS_NUM_THREADS", "1")]);
        Assert.True(status == 0, error);
        Assert.Equal(output == "True\n", Wheel(Processor).Checks.Any(check => check.Routine.EndsWith("cblas_ssyrk64_", StringComparison.Ordinal) && check.Wrong is not null));
    }

    private static BlasTrialResult Wheel(string processor)
    {
        string folder = Path.Combine(Needs.Asset("site-arm64"), "numpy.libs");
        TrialLibrary library = new("/var/" + Path.GetFileName(Directory.GetFiles(folder, "libscipy_openblas64_-*.so").Single())) { Prefix = "scipy_", FortranSuffix = "_64_", CblasSuffix = "64_", ClaimedWidth = IntegerWidth.Ilp64 };
        BlasTrialRequest request = Trials.Plain("", null) with { Blas = library, Lapack = library };
        return BlasTrial.Run(request with { Variables = request.Variables.Add("QEMU_CPU", processor) }, Command());
    }

    private static void Holds(BlasTrialResult result, IntegerWidth width)
    {
        Assert.True(result.Endings is [{ Kind: TrialEndingKind.Finished }], $"{result.Endings[^1]} {result.Talk}");
        Assert.Equal("[1. 2.]", NumpyText.Array(result.Example!.Coefficients));
        Assert.True(result.Example.IsRight);
        Assert.All(result.Checks, check => Assert.True(check.Wrong is null, $"{check.Routine}: {check.Wrong}"));
        Assert.True(result.Checks.Length >= 5);
        Assert.All(result.Widths, proof => Assert.Equal(width, proof.Proved));
        Assert.All(result.Peaks, peak => Assert.Equal("NEON", peak.Instructions));
    }

    private static ImmutableArray<string> Command()
    {
        string program = Path.Combine(Repository.Root, "artifacts", "assay-arm64");
        Needs.Require(File.Exists(Path.Combine(program, "assay")), "no program for aarch64 (dotnet run dev.cs -- publish --arm64)");
        DateTime newest = Repository.SourceFiles("src/Assay/Verification").Max(File.GetLastWriteTimeUtc);
        Needs.Require(File.GetLastWriteTimeUtc(Path.Combine(program, "assay")) >= newest, "the program for aarch64 is older than its sources (dotnet run dev.cs -- publish --arm64)");
        return Command("/tmp/assay " + BlasTrial.ChildCommand, program, Path.Combine(Needs.Asset("site-arm64"), "numpy.libs"));
    }

    private static ImmutableArray<string> Command(string words, string atTmp, string atVar)
    {
        string root = Needs.Asset("arm64");
        Needs.Require(File.Exists(Path.Combine(root, "usr/bin/qemu-aarch64-static")), "no emulator in the root for aarch64");
        return [Needs.Program("unshare"), "-m", "/bin/sh", "-c", Script + words, atTmp, root, atVar];
    }
}
