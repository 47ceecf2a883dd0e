using Assay.Binaries;
using Assay.Blas;
using Assay.Primitives;

namespace Assay.Tests.Blas;

/// <summary>OpenMP runtimes are told by the functions that compilers call in them, whatever their files are named, and by name where there is no file.</summary>
public sealed class OpenMpFingerprintTests
{
    [Theory]
    [InlineData("libgomp-e985bcbb.so.1.0.0", "elf x86_64\noffers GOMP_parallel\noffers omp_get_max_threads", OpenMpFamily.Gnu)]
    [InlineData("libgomp.so.1", "elf aarch64\noffers GOMP_parallel_start\noffers omp_get_max_threads", OpenMpFamily.Gnu)]
    [InlineData("libomp.so.5", "elf x86_64\noffers GOMP_parallel\noffers __kmpc_fork_call\noffers omp_get_max_threads", OpenMpFamily.Llvm)]
    [InlineData("libgomp.so.1", "elf x86_64\noffers GOMP_parallel\noffers __kmpc_fork_call", OpenMpFamily.Llvm)]
    [InlineData("libiomp5.so", "elf x86_64\noffers __kmpc_fork_call\noffers ompc_set_num_threads", OpenMpFamily.Intel)]
    [InlineData("libomp.dylib", "macho arm64 dylib\noffers ___kmpc_fork_call\noffers _omp_get_max_threads", OpenMpFamily.Llvm)]
    [InlineData("vcomp140-0123456789abcdef0123456789abcdef.dll", "pe x86_64 dll\nname vcomp140.dll\noffers _vcomp_fork\noffers omp_get_max_threads", OpenMpFamily.Microsoft)]
    [InlineData("libcraymp.so.1", "elf x86_64\noffers omp_get_max_threads\noffers omp_set_num_threads", OpenMpFamily.Unknown)]
    [InlineData("libomp.dylib", "macho arm64 dylib\noffers _nothing", OpenMpFamily.Llvm)]
    [InlineData("libopenblas.so.0", "elf x86_64\noffers dgemm_\nwants GOMP_parallel", null)]
    [InlineData("libcomponent.so", "elf x86_64\noffers omp_get_max_threads", null)]
    public void By_its_functions(string name, string description, OpenMpFamily? family)
    {
        using BinaryFile file = BinaryFiles.Read(new MemoryByteSource(BinaryAssembler.Assemble(description)));
        Assert.Equal(family, OpenMpFingerprint.FamilyOf("/lib/" + name, file.Images[0]));
    }

    [Theory]
    [InlineData("/usr/lib/libgomp.so.1", OpenMpFamily.Gnu)]
    [InlineData("libgomp-1.dll", OpenMpFamily.Gnu)]
    [InlineData("@rpath/libomp.dylib", OpenMpFamily.Llvm)]
    [InlineData("libomp-14.so.5", OpenMpFamily.Llvm)]
    [InlineData("libomp140.x86_64.dll", OpenMpFamily.Llvm)]
    [InlineData("libomp-a1b2c3d4.so.5", OpenMpFamily.Llvm)]
    [InlineData("libnvomp.so", OpenMpFamily.Llvm)]
    [InlineData("libiomp5.dylib", OpenMpFamily.Intel)]
    [InlineData("libiomp5md.dll", OpenMpFamily.Intel)]
    [InlineData("VCOMP140.DLL", OpenMpFamily.Microsoft)]
    [InlineData("libompi.so.40", null)]
    [InlineData("libompd.so", null)]
    [InlineData("libomptarget.so.14", null)]
    [InlineData("libcomposer.dylib", null)]
    public void By_its_name(string name, OpenMpFamily? family) => Assert.Equal(family, OpenMpFingerprint.FamilyOf(name, null));
}
