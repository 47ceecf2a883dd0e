namespace Assay.Imports;

/// <summary>In what a compiled module and the NumPy it meets do not go together.</summary>
public enum NumpyMismatchKind
{
    /// <summary>It was built for NumPy 1 and <c>import_array</c> meets NumPy 2.</summary>
    Generation,

    /// <summary>It was built for NumPy 1, and Cython's check of the sizes of types meets NumPy 2.</summary>
    TypeSize,

    /// <summary>It asks for a higher level of the C interface than NumPy has.</summary>
    Level,
}
