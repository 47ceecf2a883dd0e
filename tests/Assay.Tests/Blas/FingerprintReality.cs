using System.Globalization;
using Assay.Binaries;
using Assay.Blas;
using Assay.Primitives;
using Assay.Tests.Fixtures;

namespace Assay.Tests.Blas;

/// <summary>Implementations are told apart on small libraries that carry the marks of each; the real ones of Debian and of the wheels are in <see cref="DebianLibraries"/>.</summary>
[Trait("speed", "slow")]
public sealed class FingerprintReality : IDisposable
{
    private const string Gemm = "void dgemm_(void) {} void sgemm_(void) {}";

    private readonly TemporaryDirectory directory = new();

    public void Dispose() => directory.Dispose();

    [Theory]
    [InlineData("libopenblas.so.0", "char *openblas_get_config(void) { return \"OpenBLAS 0.3.21 NO_LAPACKE DYNAMIC_ARCH NO_AFFINITY USE_OPENMP \"; }", BlasImplementation.OpenBlas, "0.3.21", IntegerWidth.Lp64, ThreadingLayer.OpenMp, true)]
    [InlineData("libopenblas64_.so.0", "char *openblas_get_config64_(void) { return \"OpenBLAS 0.3.23.dev  USE64BITINT NO_AFFINITY \"; } int gotoblas_pthread;", BlasImplementation.OpenBlas, "0.3.23.dev", IntegerWidth.Ilp64, ThreadingLayer.Pthreads, false)]
    [InlineData("libscipy_openblas-1.so", "char *scipy_openblas_get_config(void) { return \"OpenBLAS 0.3.31.188.0 DYNAMIC_ARCH NO_\"; } int gotoblas_HASWELL, gotoblas_ZEN;", BlasImplementation.OpenBlas, "0.3.31.188.0", IntegerWidth.Lp64, ThreadingLayer.Sequential, true)]
    [InlineData("libblas.so.3", "char *text(void) { return \"libblis: selecting sub-configuration '%s'.\\n\"; } const char version[] = \"0.9.0\";", BlasImplementation.Blis, "0.9.0", IntegerWidth.Lp64, ThreadingLayer.Sequential, true)]
    [InlineData("libblis-mt.so.4", "char *bli_info_get_version_str(void) { return \"AOCL-BLIS 4.2.0 Build 20240529\"; }", BlasImplementation.AoclBlis, "4.2.0", IntegerWidth.Lp64, ThreadingLayer.Sequential, null)]
    [InlineData("libmkl_rt.so.2", "void MKL_Get_Version_String(void) {} const char text[] = \"Intel(R) oneAPI Math Kernel Library Version 2022.2-Product Build 20220804\";", BlasImplementation.Mkl, "2022.2", IntegerWidth.Chosen, ThreadingLayer.Chosen, true)]
    [InlineData("libmkl_intel_ilp64.so.2", "", BlasImplementation.Mkl, null, IntegerWidth.Ilp64, ThreadingLayer.Chosen, true)]
    [InlineData("libflexiblas.so.3", "void flexiblas_get_version(void) {} char *openblas_get_config(void) { return 0; }", BlasImplementation.FlexiBlas, null, IntegerWidth.Lp64, ThreadingLayer.Chosen, null)]
    [InlineData("libblastrampoline.so.5", "void lbt_forward(void) {}", BlasImplementation.LibBlasTrampoline, null, IntegerWidth.Chosen, ThreadingLayer.Chosen, null)]
    [InlineData("libatlas.so.3.10.3", "void ATL_buildinfo(void) {} void ATL_dgemm(void) {}", BlasImplementation.Atlas, "3.10.3", IntegerWidth.Lp64, ThreadingLayer.Sequential, false)]
    [InlineData("libblas.so.3.11.0", "int CBLAS_CallFromC;", BlasImplementation.Netlib, "3.11.0", IntegerWidth.Lp64, ThreadingLayer.Sequential, false)]
    [InlineData("libblas64.so.3.11.0", "int CBLAS_CallFromC;", BlasImplementation.Netlib, "3.11.0", IntegerWidth.Ilp64, ThreadingLayer.Sequential, false)]
    [InlineData("libarmpl_ilp64_mp.so", "void armplversion(void) {}", BlasImplementation.ArmPl, null, IntegerWidth.Ilp64, ThreadingLayer.OpenMp, true)]
    [InlineData("libnvpl_blas_lp64_seq.so.0", "void nvpl_blas_get_version(void) {}", BlasImplementation.Nvpl, null, IntegerWidth.Lp64, ThreadingLayer.Sequential, true)]
    [InlineData("libopenblas.so", "", BlasImplementation.Unknown, null, IntegerWidth.Unknown, ThreadingLayer.Unknown, null)]
    public void Each_has_its_marks(string name, string source, BlasImplementation implementation, string? version, IntegerWidth width, ThreadingLayer threading, bool? atRunTime)
    {
        BlasLibrary library = Read(name, source);
        Assert.Equal((implementation, version, width, threading, atRunTime), (library.Implementation, library.Version, library.Width, library.Threading, library.Kernels.IsAtRunTime));
    }

    [Fact]
    public void Kernels_are_listed_by_their_tables() =>
        Assert.Equal(["HASWELL", "ZEN"], Read("a.so", "void openblas_get_config(void) {} int gotoblas_ZEN, gotoblas_HASWELL, gotoblas_init, gotoblas_corename;").Kernels.Kernels);

    [Fact]
    public void A_version_that_is_not_alone_is_no_version() =>
        Assert.Null(Read("libblis.so.4", "char *bli_info_get_version_str(void) { return 0; } const char one[] = \"0.9.0\", two[] = \"1.2.3\";").Version);

    [Fact]
    public void Text_that_goes_on_forever_is_cut()
    {
        string text = "OpenBLAS 0.3.1 " + new string('x', 100_000);
        BlasLibrary library = Read("long.so", $"char *openblas_get_config(void) {{ return \"{text}\"; }}");
        Assert.Equal("0.3.1", library.Version);
        Assert.All(library.Marks, mark => Assert.True(mark.Length <= 200, mark.Length.ToString(CultureInfo.InvariantCulture)));
    }

    private BlasLibrary Read(string name, string source)
    {
        string code = directory.File($"{name}.c", Gemm + "\n" + source), path = Path.Combine(directory.Path, name);
        (int status, _, string error) = ChildProcess.Run(Needs.Program("gcc"), ["-shared", "-fPIC", "-O1", "-o", path, code]);
        Assert.True(status == 0, error);
        using BinaryStore store = new(new HostMachine());
        return BlasFingerprint.Read(path, store.Get(path, out _)!.Images[0]);
    }
}
