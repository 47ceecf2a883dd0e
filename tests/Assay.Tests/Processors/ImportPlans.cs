namespace Assay.Tests.Processors;

/// <summary>What is imported on emulated processors: one module a line, indented under what it is imported after.</summary>
internal static class ImportPlans
{
    /// <summary>The compiled modules of wheels, without the Python code of their packages but for numpy's.</summary>
    public static readonly string[] Wheels =
    [
        "markupsafe._speedups",
        "_cffi_backend",
        "scipy.linalg.cython_blas",
        "sklearn.__check_build._check_build",
        "numpy",
        " numpy.random",
        " numpy.fft",
        " numpy._core._simd",
        " scipy.linalg._fblas",
        " scipy.linalg._flapack",
        " scipy.linalg._linalg_pythran",
        " scipy.linalg._matfuncs_expm",
        " scipy.linalg.cython_lapack",
        " scipy.special._specfun",
        " scipy.special._special_ufuncs",
        " scipy.special._gufuncs",
        " scipy.special._ufuncs_cxx",
        " scipy.spatial._qhull",
        " scipy.spatial._distance_pybind",
        " scipy.sparse._sparsetools",
        " scipy.sparse.linalg._dsolve._superlu",
        " scipy.sparse.linalg._propack",
        " scipy.sparse.linalg._eigen.arpack._arpacklib",
        " scipy.fft._pocketfft.pypocketfft",
        " scipy.integrate._odepack",
        " scipy.interpolate._dierckx",
        " scipy.io._fast_matrix_market._fmm_core",
        " scipy.optimize._lbfgsb",
        " scipy.optimize._highspy._core",
        " scipy.stats._stats_pythran",
        " sklearn.svm._libsvm",
        " sklearn.svm._liblinear",
        " sklearn.utils._isfinite",
        " sklearn.utils.murmurhash",
        " sklearn.ensemble._hist_gradient_boosting.histogram",
    ];

    /// <summary>The same for aarch64, where the corpus has fewer wheels.</summary>
    public static readonly string[] ArmWheels =
    [
        "markupsafe._speedups",
        "sklearn.__check_build._check_build",
        "numpy",
        " numpy.random",
        " numpy.fft",
        " numpy._core._simd",
        " sklearn._cyutility",
        " sklearn._loss._loss",
        " sklearn.svm._newrand",
        " sklearn.utils._isfinite",
        " sklearn.utils.murmurhash",
        " sklearn.utils._heap",
        " sklearn.ensemble._hist_gradient_boosting.histogram",
    ];

    /// <summary>The compiled half of Debian's cryptography, which is in the root where this machine has it.</summary>
    public static readonly string[] Cryptography =
    [
        "_cffi_backend",
        "cryptography.hazmat.bindings._openssl",
        "cryptography.hazmat.bindings._rust",
    ];

    /// <summary>Packages of Debian whose compiled code is quickly reached, with their Python code; of pandas those modules that are content without it.</summary>
    public static readonly string[] Debian =
    [
        "_brotli",
        "_ssl",
        "_sqlite3",
        "_decimal",
        "_ctypes",
        "lz4.frame",
        "kiwisolver",
        "markupsafe._speedups",
        "lxml.etree",
        "PIL._imaging",
        "PIL._imagingft",
        "numpy",
        " numpy.random",
        " contourpy._contourpy",
        " h5py.defs",
        " scipy.linalg._fblas",
        " pandas._libs.arrays",
        " pandas._libs.hashing",
        " pandas._libs.indexing",
        " pandas._libs.ops_dispatch",
        " pandas._libs.properties",
        " pandas._libs.reduction",
        " pandas._libs.sparse",
        " pandas._libs.writers",
        " pandas._libs.tslibs.base",
        " pandas._libs.tslibs.ccalendar",
        " pandas._libs.tslibs.dtypes",
        " pandas._libs.tslibs.np_datetime",
        " pandas._libs.window.indexers",
    ];
}
