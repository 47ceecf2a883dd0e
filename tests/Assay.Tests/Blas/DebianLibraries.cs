using Assay.Binaries;
using Assay.Blas;
using Assay.Primitives;
using Assay.Tests.Fixtures;

namespace Assay.Tests.Blas;

/// <summary>The libraries of Debian and of the wheels, each with what its own package says it is.</summary>
[Trait("speed", "slow")]
public sealed class DebianLibraries
{
    [Theory]
    [InlineData("openblas-pthread/libopenblas.so.0", BlasImplementation.OpenBlas, "0.3.21", ThreadingLayer.Pthreads)]
    [InlineData("openblas-openmp/libopenblas.so.0", BlasImplementation.OpenBlas, "0.3.21", ThreadingLayer.OpenMp)]
    [InlineData("openblas-serial/libopenblas.so.0", BlasImplementation.OpenBlas, "0.3.21", ThreadingLayer.Sequential)]
    [InlineData("blis-pthread/libblas.so.3", BlasImplementation.Blis, null, ThreadingLayer.Pthreads)]
    [InlineData("blis-serial/libblas.so.3", BlasImplementation.Blis, "0.9.0", ThreadingLayer.Sequential)]
    [InlineData("blis-openmp/libblis.so.4", BlasImplementation.Blis, null, ThreadingLayer.OpenMp)]
    [InlineData("blas/libblas.so.3", BlasImplementation.Netlib, "3.11.0", ThreadingLayer.Sequential)]
    [InlineData("lapack/liblapack.so.3", BlasImplementation.Netlib, "3.11.0", ThreadingLayer.Sequential)]
    [InlineData("libatlas.so.3", BlasImplementation.Atlas, "3.10.3", ThreadingLayer.Sequential)]
    public void Libraries_of_Debian(string file, BlasImplementation implementation, string? version, ThreadingLayer threading)
    {
        foreach ((string asset, string triple) in new[] { ("amd64", "x86_64-linux-gnu"), ("arm64", "aarch64-linux-gnu") })
        {
            BlasLibrary library = Read(Path.Combine(Needs.Asset(asset), "usr/lib", triple, file));
            Assert.True((implementation, threading, IntegerWidth.Lp64) == (library.Implementation, library.Threading, library.Width), $"{asset}: {library}");
            if (version is not null) Assert.Equal(version, library.Version);
        }
    }

    [Theory]
    [InlineData("numpy.libs", "0.3.31.188.0", IntegerWidth.Ilp64)]
    [InlineData("scipy.libs", "0.3.30", IntegerWidth.Lp64)]
    public void Libraries_of_wheels(string folder, string version, IntegerWidth width)
    {
        string site = Path.Combine(Needs.Asset("venv"), "lib/python3.11/site-packages");
        BlasLibrary library = Read(Directory.EnumerateFiles(Path.Combine(site, folder), "*openblas*").Single());
        Assert.Equal((BlasImplementation.OpenBlas, version, width, ThreadingLayer.Pthreads), (library.Implementation, library.Version, library.Width, library.Threading));
        Assert.Contains("HASWELL", library.Kernels.Kernels);
    }

    private static BlasLibrary Read(string path)
    {
        using BinaryStore store = new(new HostMachine());
        string real = new HostMachine().RealPath(path) ?? path;
        return BlasFingerprint.Read(real, store.Get(real, out _)!.Images[0]);
    }
}
