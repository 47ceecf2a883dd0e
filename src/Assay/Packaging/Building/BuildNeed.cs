namespace Assay.Packaging.Building;

/// <summary>What a build takes from the machine and an installer cannot fetch.</summary>
public enum BuildNeed
{
    /// <summary>A C compiler.</summary>
    CCompiler,

    /// <summary>A C++ compiler.</summary>
    CppCompiler,

    /// <summary>A Fortran compiler: gfortran or flang.</summary>
    FortranCompiler,

    /// <summary>Rust: <c>rustc</c> and <c>cargo</c>.</summary>
    Rust,

    /// <summary>The headers of Python.</summary>
    PythonHeaders,

    /// <summary>BLAS and LAPACK with headers or a <c>.pc</c> file.</summary>
    Blas,

    /// <summary>CMake, where the package does not have it fetched.</summary>
    CMake,

    /// <summary>pkg-config.</summary>
    PkgConfig,

    /// <summary>The headers of libffi.</summary>
    LibFfi,

    /// <summary>The headers of OpenSSL.</summary>
    OpenSsl,

    /// <summary>The headers of zlib and libjpeg.</summary>
    ImageLibraries,

    /// <summary>The headers of libxml2 and libxslt.</summary>
    XmlLibraries,

    /// <summary>The headers of HDF5.</summary>
    Hdf5,

    /// <summary>PostgreSQL's client library with <c>pg_config</c>.</summary>
    PostgreSql,

    /// <summary>LLVM with <c>llvm-config</c>, of the release the package names.</summary>
    Llvm,

    /// <summary>Apache Arrow's C++ libraries.</summary>
    Arrow,
}
