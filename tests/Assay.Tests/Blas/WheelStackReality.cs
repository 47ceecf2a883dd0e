using Assay.Tests.Fixtures;
using Assay.Tests.Reality;

namespace Assay.Tests.Blas;

/// <summary>The wheels of NumPy and SciPy, which bring their own OpenBLAS each: natively, and those for aarch64 by an emulator.</summary>
[Trait("speed", "slow")]
public sealed class WheelStackReality(ITestOutputHelper output)
{
    private const string Emulator = "/usr/bin/qemu-aarch64-static";

    [Fact]
    public void On_this_machine()
    {
        string venv = Needs.Asset("venv");
        LoaderBindings real = LoaderBindings.Of([Path.Combine(venv, "bin", "python3")], LoaderBindings.AlgebraModules);
        Assert.Null(real.Failure);
        Assert.Contains("/numpy.libs/libscipy_openblas64_-", real.Provider("/_multiarray_umath.", "scipy_cblas_dgemm64_"), StringComparison.Ordinal);
        Assert.Contains("/scipy.libs/libscipy_openblas-", real.Provider("/_flapack.", "scipy_dgelsd_"), StringComparison.Ordinal);
        int agreed = AlgebraAgreement.Check(AlgebraClaims.Of(venv, null), real);
        output.WriteLine($"{agreed} symbols agree");
        Assert.True(agreed > 500, $"only {agreed} symbols");
    }

    [Fact]
    public void Numpy_on_aarch64()
    {
        using TemporaryDirectory folder = new();
        string root = ArmRoot(folder);
        string venv = Path.Combine(root, "opt/venv");
        Directory.CreateDirectory(Path.Combine(venv, "bin"));
        File.CreateSymbolicLink(Path.Combine(venv, "bin/python3"), "/usr/bin/python3.11");
        File.WriteAllText(Path.Combine(venv, "pyvenv.cfg"), "home = /usr/bin\ninclude-system-site-packages = false\nversion = 3.11.2\n");
        Shell.CopyByLinks(Needs.Asset("site-arm64"), Path.Combine(venv, "lib/python3.11/site-packages"));
        LoaderBindings real = LoaderBindings.Of(Enter(root, "/opt/venv/bin/python3"), "numpy.linalg.lapack_lite");
        Assert.Null(real.Failure);
        Assert.Contains("/numpy.libs/libscipy_openblas64_-", real.Provider("/_multiarray_umath.", "scipy_cblas_dgemm64_"), StringComparison.Ordinal);
        int agreed = AlgebraAgreement.Check(AlgebraClaims.Of("/opt/venv", root), real);
        output.WriteLine($"{agreed} symbols agree");
        Assert.True(agreed > 50, $"only {agreed} symbols");
    }

    [Fact]
    public void Debian_on_aarch64()
    {
        using TemporaryDirectory folder = new();
        string root = ArmRoot(folder);
        LoaderBindings real = LoaderBindings.Of(Enter(root, "/usr/bin/python3"), "numpy scipy.linalg.cython_blas scipy.linalg.cython_lapack");
        Assert.Null(real.Failure);
        Assert.Contains("/openblas-", real.Provider("/_umath_linalg.", "dgelsd_"), StringComparison.Ordinal);
        int agreed = AlgebraAgreement.Check(AlgebraClaims.Of("/usr", root), real);
        output.WriteLine($"{agreed} symbols agree");
        Assert.True(agreed > 500, $"only {agreed} symbols");
    }

    private static string ArmRoot(TemporaryDirectory folder)
    {
        string root = Path.Combine(folder.Path, "root");
        Shell.CopyByLinks(Needs.Asset("arm64"), root);
        Needs.Require(File.Exists(root + Emulator), "no emulator of aarch64 in the root");
        return root;
    }

    // The emulator is static and takes no variable of a loader for itself; the program's own loader gets them.
    private static string[] Enter(string root, string python) => [Needs.Existing("/usr/sbin/chroot", "chroot"), root, Emulator, python];
}
