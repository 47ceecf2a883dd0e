namespace Assay.Imports;

/// <summary>The generations of NumPy's headers; the binary interface of one is refused by the library of the next.</summary>
public enum NumpyHeaders
{
    /// <summary>It does not use NumPy's C interface, or that is not known.</summary>
    None,

    /// <summary>NumPy 1.x, checked when the table of functions is fetched.</summary>
    First,

    /// <summary>NumPy 1.x, by Cython code that compares the size of NumPy's types first.</summary>
    FirstWithTypes,

    /// <summary>NumPy 2 or later, which also runs with NumPy 1.</summary>
    Second,
}
