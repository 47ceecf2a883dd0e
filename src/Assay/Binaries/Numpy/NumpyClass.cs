namespace Assay.Binaries.Numpy;

/// <summary>How a compiled file deals with NumPy's C interface, told by the texts that the headers of NumPy leave in it.</summary>
public enum NumpyClass
{
    /// <summary>It has nothing to do with it.</summary>
    None,

    /// <summary>It is the part of NumPy that offers the interface.</summary>
    Provider,

    /// <summary>Compiled with the headers of NumPy 2 or later; names the oldest NumPy it accepts.</summary>
    SecondHeaders,

    /// <summary>Compiled with the headers of NumPy 1, which NumPy 2 refuses.</summary>
    FirstHeaders,

    /// <summary>Code of Cython that only takes NumPy's types (<c>cimport numpy</c> without <c>import_array</c>). The generation is that of the files beside it.</summary>
    CythonTypesOnly,

    /// <summary>The NumPy support of pybind11, which looks for NumPy at the first use.</summary>
    Pybind11,
}
