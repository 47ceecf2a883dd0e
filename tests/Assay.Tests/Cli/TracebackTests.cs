using Assay.Cli.Explanation;
using Assay.Rules;

namespace Assay.Tests.Cli;

/// <summary>Messages as people paste them, with the finding they speak of.</summary>
public sealed class TracebackTests
{
    [Theory]
    // Linear algebra and threads.
    [InlineData("A109", "OMP: Error #15: Initializing libiomp5.dylib, but found libomp.dylib already initialized.")]
    [InlineData("A109", "Found Intel OpenMP ('libiomp') and LLVM OpenMP ('libomp') loaded at")]
    [InlineData("A310", "ImportError: /opt/conda/lib/python3.11/site-packages/torch/lib/libtorch_cpu.so: undefined symbol: iJIT_NotifyEvent")]
    [InlineData("A404", "Intel MKL FATAL ERROR: Cannot load libmkl_avx2.so or libmkl_def.so.")]
    [InlineData("A404", "INTEL MKL FATAL ERROR: Cannot load libmkl_core.so.")]
    [InlineData("A404", "python: symbol lookup error: /opt/intel/mkl/lib/libmkl_avx2.so: undefined symbol: mkl_dft_fft_fix_twiddle_table_32f")]
    [InlineData("A405", "Error: mkl-service + Intel(R) MKL: MKL_THREADING_LAYER=INTEL is incompatible with libgomp.so.1 library.")]
    [InlineData("A405", "Error: mkl-service + Intel(R) MKL: MKL_THREADING_LAYER=INTEL is incompatible with libgomp-a34b3233.so.1 library.")]
    [InlineData("A410", "OpenBLAS blas_thread_init: pthread_create failed for thread 30 of 32: Resource temporarily unavailable")]
    [InlineData("A410", "OpenBLAS blas_thread_init: RLIMIT_NPROC 300 current, 300 max")]
    [InlineData("A406", "crashed on child side of fork pre-exec")]
    // Damaged and foreign files, by glibc.
    [InlineData("A001", "ImportError: /opt/v/lib/python3.11/site-packages/numpy/linalg/_umath_linalg.cpython-311-x86_64-linux-gnu.so: file too short")]
    [InlineData("A001", "ImportError: libgfortran-040039e1.so.5.0.0: cannot read file data: Is a directory")]
    [InlineData("A001", "Bus error (core dumped)")]
    [InlineData("A002", "ImportError: /var/task/PIL/_imaging.so: invalid ELF header")]
    [InlineData("A003", "ImportError: ./x.so: ELF file OS ABI invalid")]
    [InlineData("A003", "OSError: /usr/bin/python3.11: cannot dynamically load position-independent executable")]
    [InlineData("A004", "ImportError: libgfortran-2e0d59d6.so.5.0.0: ELF load command address/offset not properly aligned")]
    [InlineData("A004", "ImportError: libgfortran-040039e1-0352e75f.so.5.0.0: ELF load command address/offset not page-aligned")]
    [InlineData("A206", "ImportError: /usr/lib/python3/numpy/core/_multiarray_umath.so: ELF load command alignment not page-aligned")]
    [InlineData("A005", "ImportError: /opt/x/ext.so: cannot open shared object file: Permission denied")]
    [InlineData("A005", "ImportError: libtorch_cpu.so: failed to map segment from shared object")]
    [InlineData("A203", "ImportError: /usr/lib/python3/dist-packages/sklearn/ext.cpython-311-x86_64-linux-gnu.so: cannot open shared object file: No such file or directory")]
    [InlineData("A205", "ImportError: /usr/lib/libatlas.so.3: wrong ELF class: ELFCLASS32")]
    [InlineData("A219", "RuntimeError: NumPy was built with baseline optimizations: \n(X86_V2) but your machine doesn't support:\n(X86_V2).")]
    [InlineData("A222", "<jemalloc>: Unsupported system page size")]
    [InlineData("A221", "qemu: uncaught target signal 6 (Aborted) - core dumped")]
    // Missing libraries.
    [InlineData("A312", "ValueError: numpy.dtype size changed, may indicate binary incompatibility. Expected 96 from C header, got 88 from PyObject")]
    [InlineData("A311", "ImportError: numpy.core.multiarray failed to import")]
    [InlineData("A311", "AttributeError: _ARRAY_API not found")]
    [InlineData("A101", "ImportError: libfoo.so.2: cannot open shared object file: No such file or directory")]
    [InlineData("A101", "OSError: libgomp.so.1: cannot open shared object file: No such file or directory")]
    [InlineData("A101", "OSError: dlopen(/v/lightgbm/lib/lib_lightgbm.dylib, 0x0006): Library not loaded: @rpath/libomp.dylib")]
    [InlineData("A102", "ImportError: libgfortran-040039e1.so.5.0.0: cannot open shared object file: No such file or directory")]
    [InlineData("A102", "ImportError: libscipy_openblas64_-ff651d7f.so: cannot open shared object file: No such file or directory")]
    [InlineData("A102", "ImportError: libgfortran-040039e1-0352e75f.so.5.0.0: cannot open shared object file: No such file or directory")]
    [InlineData("A103", "ImportError: libGL.so.1: cannot open shared object file: No such file or directory")]
    [InlineData("A103", "ImportError: libgthread-2.0.so.0: cannot open shared object file: No such file or directory")]
    [InlineData("A104", "ImportError: libstdc++.so.6: cannot open shared object file: No such file or directory")]
    [InlineData("A104", "ImportError: libz.so.1: cannot open shared object file: No such file or directory")]
    [InlineData("A105", "ImportError: libf77blas.so.3: cannot open shared object file: No such file or directory")]
    [InlineData("A105", "Original error was: libopenblas.so.0: cannot open shared object file: No such file or directory")]
    [InlineData("A106", "ImportError: /v/scikit_learn.libs/libgomp-d22c30c5.so.1.0.0: cannot allocate memory in static TLS block")]
    [InlineData("A106", "ImportError: libGLdispatch.so.0: cannot allocate memory in static TLS block")]
    [InlineData("A107", "ImportError: libctranslate2-bc15bf3f.so.4.5.0: cannot enable executable stack as shared object requires: Invalid argument")]
    [InlineData("A107", "ImportError: libctranslate2-bc15bf3f.so.4.5.0: cannot enable executable stack as shared object requires: Permission denied")]
    // Architectures of macOS and Windows.
    [InlineData("A201", "ImportError: dlopen(/v/numpy/core/_multiarray_umath.cpython-311-darwin.so, 0x0002): tried: '/v/numpy/core/_multiarray_umath.cpython-311-darwin.so' (mach-o file, but is an incompatible architecture (have 'x86_64', need 'arm64'))")]
    [InlineData("A201", "ImportError: dlopen(/v/x.so, 0x0002): tried: '/v/x.so' (mach-o file, but is an incompatible architecture (have 'x86_64', need 'arm64e' or 'arm64'))")]
    [InlineData("A201", "ImportError: dlopen(/v/x.so, 0x0002): tried: '/v/x.so' (mach-o file, but is an incompatible architecture (have (arm64), need (x86_64)))")]
    [InlineData("A201", "\t/v/numpy/core/_multiarray_umath.cpython-38-darwin.so: mach-o, but wrong architecture")]
    [InlineData("A201", "tried: '/v/x.dylib' (fat file, but missing compatible architecture (have 'i386,x86_64', need 'arm64e'))")]
    [InlineData("A207", "OSError: [WinError 193] %1 is not a valid Win32 application")]
    [InlineData("A207", "ImportError: DLL load failed: %1 is not a valid Win32 application.")]
    // musl and glibc.
    [InlineData("A208", "ImportError: libc.musl-x86_64.so.1: cannot open shared object file: No such file or directory")]
    [InlineData("A208", "Error loading shared library ld-linux-x86-64.so.2: No such file or directory (needed by /usr/lib/python3.11/site-packages/grpc/_cython/cygrpc.so)")]
    [InlineData("A208", "ImportError: Error relocating /v/numpy.libs/libopenblasp-r0-5bebc122.so: __register_atfork: symbol not found")]
    [InlineData("A101", "Error loading shared library libgfortran.so.5: No such file or directory (needed by /v/scipy/linalg/_flapack.so)")]
    // Versions and symbols.
    [InlineData("A219", "RuntimeError: NumPy was built with baseline optimizations: ")]
    [InlineData("A209", "ImportError: libc.so.6: CPU ISA level is lower than required")]
    [InlineData("A209", "Fatal glibc error: CPU does not support x86-64-v2")]
    [InlineData("A210", "ImportError: /lib/x86_64-linux-gnu/libc.so.6: version `GLIBC_2.28' not found (required by /v/x.so)")]
    [InlineData("A302", "ImportError: /lib/x86_64-linux-gnu/libstdc++.so.6: version `GLIBCXX_3.4.29' not found (required by /v/scipy/spatial/_ckdtree.cpython-310-x86_64-linux-gnu.so)")]
    [InlineData("A302", "ImportError: /lib/libstdc++.so.6: version `CXXABI_1.3.13' not found (required by /v/x.so)")]
    [InlineData("A303", "ImportError: /lib/libgfortran.so.5: version `GFORTRAN_10' not found (required by /v/x.so)")]
    [InlineData("A304", "ImportError: /usr/lib/python3.11/lib-dynload/_ssl.cpython-311-x86_64-linux-gnu.so: undefined symbol: _PyModule_Add")]
    [InlineData("A304", "ImportError: /v/x.so: undefined symbol: PyUnicodeUCS2_AsUTF8String")]
    [InlineData("A307", "ImportError: dlopen(/v/grpc/_cython/cygrpc.cpython-310-darwin.so, 0x0002): symbol not found in flat namespace '_CFRelease'")]
    [InlineData("A308", "ImportError: dlopen(/v/MySQLdb/_mysql.cpython-311-darwin.so, 0x0002): symbol not found in flat namespace '_mysql_affected_rows'")]
    [InlineData("A308", "ImportError: dlopen(/v/psycopg2/_psycopg.cpython-38-darwin.so, 2): Symbol not found: _PQbackendPID")]
    [InlineData("A402", "ImportError: dlopen(/v/numpy/core/_multiarray_umath.cpython-311-darwin.so, 0x0002): Symbol not found: _cblas_caxpy$NEWLAPACK$ILP64")]
    [InlineData("A305", "tensorflow.python.framework.errors_impl.NotFoundError: dlopen(/v/tensorflow-plugins/libmetal_plugin.dylib, 0x0006): Symbol not found: __ZN10tensorflow")]
    [InlineData("A403", "RuntimeError: Polyfit sanity test emitted a warning, most likely due to using a buggy Accelerate backend.")]
    // Signatures, processors and Gatekeeper of macOS.
    [InlineData("A114", "ImportError: dlopen(/v/x.so, 0x0002): tried: '/v/x.so' (code signature in <1> '/v/x.so' not valid for use in process: mapped file has no cdhash, completely unsigned? Code has to be at least ad-hoc signed.)")]
    [InlineData("A114", "Exception Type: EXC_BAD_ACCESS (Code Signature Invalid)")]
    [InlineData("A115", "code signature in (/v/x.so) not valid for use in process: mapping process and mapped file (non-platform) have different Team IDs")]
    [InlineData("A116", "code signature in (/v/x.so) not valid for use in process: library load disallowed by system policy")]
    [InlineData("A215", "zsh: bad CPU type in executable: python3")]
    [InlineData("A215", "-bash: /usr/local/bin/python3: Bad CPU type in executable")]
    [InlineData("A216", "zsh: illegal hardware instruction  python3")]
    [InlineData("A216", "Illegal instruction: 4")]
    [InlineData("A216", "RuntimeWarning: Missing required CPU features.")]
    [InlineData("A306", "ImportError: dynamic module does not define module export function (PyInit__ccallback_c)")]
    [InlineData("A306", "ImportError: dynamic module does not define init function (init_foo)")]
    // What is installed.
    [InlineData("A301", "ModuleNotFoundError: No module named 'numpy.core._multiarray_umath'")]
    [InlineData("A301", "Original error was: No module named 'numpy._core._multiarray_umath'")]
    [InlineData("A301", "The following compiled module files exist, but seem incompatible")]
    [InlineData("A301", "Unable to import module 'app': No module named 'pydantic_core._pydantic_core'")]
    [InlineData("A501", "ImportError: Numba needs NumPy 2.2 or less. Got NumPy 2.3.")]
    [InlineData("A501", "UserWarning: A NumPy version >=1.17.3 and <1.25.0 is required for this version of SciPy (detected version 1.26.4")]
    [InlineData("A501", "ImportError: cannot import name 'IS_PYPY'")]
    [InlineData("A501", "ImportError: cannot import name '_lazywhere' from 'scipy._lib._util' (/v/scipy/_lib/_util.py)")]
    [InlineData("A503", "dyld[39849]: Library not loaded: /opt/homebrew/Cellar/python@3.9/3.9.19/Frameworks/Python.framework/Versions/3.9/Python")]
    [InlineData("A503", "dyld: Library not loaded: @executable_path/../.Python")]
    [InlineData("A503", "bash: /v/bin/pip: /opt/python3.9/bin/python: bad interpreter: No such file or directory")]
    [InlineData("A504", "WARNING: Ignoring invalid distribution -umpy (/v/lib/python3.9/site-packages)")]
    [InlineData("A504", "WARNING: Ignoring invalid distribution ~umpy (/v/lib/python3.9/site-packages)")]
    [InlineData("A506", "ImportError: cannot import name 'array' from 'numpy' (unknown location)")]
    // Python's own import system.
    [InlineData("A601", "ModuleNotFoundError: No module named 'sklearn'")]
    [InlineData("A601", "ImportError: No module named yaml")]
    [InlineData("A602", "AttributeError: partially initialized module 'numpy' has no attribute 'array' (most likely due to a circular import)")]
    [InlineData("A602", "ModuleNotFoundError: No module named 'numpy.random'; 'numpy' is not a package")]
    [InlineData("A602", "AttributeError: 'int' object has no attribute 'register'")]
    [InlineData("A603", "ModuleNotFoundError: No module named '_lzma'")]
    [InlineData("A603", "ModuleNotFoundError: No module named '_ctypes'")]
    [InlineData("A603", "UserWarning: Could not import the lzma module. Your installed Python is incomplete. Attempting to use lzma compression will result in a RuntimeError.")]
    [InlineData("A604", "ImportError: cannot import name '_ccallback_c' from 'scipy._lib' (/v/scipy/_lib/__init__.py)")]
    [InlineData("A604", "It seems that scikit-learn has not been built correctly.")]
    [InlineData("A604", "The scipy install you are using seems to be broken, (extension modules cannot be imported), please try reinstalling.")]
    [InlineData("A604", "The `scipy` install you are using seems to be broken, (extension modules cannot be imported), please try reinstalling.")]
    [InlineData("A604", "ImportError: Unable to import required dependencies:")]
    [InlineData("A604", "Importing the numpy C-extensions failed. This error can happen for")]
    [InlineData("A604", "ImportError: Error importing numpy: you should not try to import numpy from its source directory; please exit the numpy source tree")]
    [InlineData("A606", "ModuleNotFoundError: No module named 'distutils'")]
    [InlineData("A606", "ModuleNotFoundError: No module named 'imp'")]
    public void A_message_leads_to_its_finding(string code, string message)
    {
        Traceback? found = Traceback.Recognise(message);
        Assert.NotNull(found);
        Assert.True(code == found.Pattern.Code, $"{found.Pattern.Code} by `{found.Pattern.Text}`");
        Assert.DoesNotContain('{', found.Pattern.Fill(found.Gaps));
    }

    [Fact]
    public void The_cause_is_preferred_to_the_wrapper_around_it()
    {
        Traceback? found = Traceback.Recognise("""
            Traceback (most recent call last):
              File "/v/lib/python3.11/site-packages/numpy/_core/__init__.py", line 23, in <module>
                from . import multiarray
            ImportError: libscipy_openblas64_-ff651d7f.so: cannot open shared object file: No such file or directory

            The above exception was the direct cause of the following exception:

            Traceback (most recent call last):
              File "<string>", line 1, in <module>
              File "/v/lib/python3.11/site-packages/sklearn/__init__.py", line 73, in <module>
                from .base import clone
            ImportError:
            Importing the numpy C-extensions failed. This error can happen for
            many reasons, often due to issues with your setup.
            """);
        Assert.Equal("A102", found!.Pattern.Code);
        Assert.Equal(4, found.LineNumber);
        Assert.Equal("`libscipy_openblas64_-ff651d7f.so`, which came inside the wheel, has been removed", found.Pattern.Fill(found.Gaps));
    }

    [Fact]
    public void The_module_that_the_user_imported_is_found()
    {
        Traceback? found = Traceback.Recognise("""
            Traceback (most recent call last):
              File "/home/ada/run.py", line 3, in <module>
                import sklearn.svm as svm
              File "/v/site-packages/sklearn/__init__.py", line 73, in <module>
                from .base import clone
            ModuleNotFoundError: No module named 'scipy'
            """);
        Assert.Equal("sklearn", found!.Import);
        Assert.Equal("scipy", found.Gaps["module"]);
    }

    [Theory]
    [InlineData("")]
    [InlineData("everything is fine")]
    [InlineData("Traceback (most recent call last):\nValueError: invalid literal for int() with base 10: 'x'")]
    [InlineData("No module named ")]
    public void Other_text_is_not_recognised(string text) => Assert.Null(Traceback.Recognise(text));

    [Fact]
    public void Hostile_text_ends_soon()
    {
        string line = string.Concat(Enumerable.Repeat("version `GLIBC_' not found (required by No module named '", 2000));
        Assert.NotEqual("", string.Join('\n', Enumerable.Repeat(line, 20)));
        System.Diagnostics.Stopwatch watch = System.Diagnostics.Stopwatch.StartNew();
        Traceback.Recognise(string.Join('\n', Enumerable.Repeat(line, 20)));
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(5), watch.Elapsed.ToString());
    }

    [Fact]
    public void Every_pattern_speaks_of_a_finding_that_exists_and_fills_its_title_from_its_gaps()
    {
        foreach (MessagePattern pattern in MessagePatterns.All)
        {
            Assert.NotNull(RuleCatalog.Find(pattern.Code));
            Assert.All(pattern.Also, other => Assert.NotNull(RuleCatalog.Find(other)));
            foreach (string gap in pattern.Title.Split('{').Skip(1).Select(part => part.Split('}')[0])) Assert.Contains("{" + gap, pattern.Text, StringComparison.Ordinal);
        }
    }
}
