namespace Assay.Binaries.Numpy;

/// <summary>The generation of NumPy's binary interface that a distribution was built for: all its files are built with the same headers, so one that tells speaks for those that do not.</summary>
public enum NumpyGeneration
{
    /// <summary>No file tells, or they contradict each other.</summary>
    Unknown,

    /// <summary>NumPy 1, which NumPy 2 refuses.</summary>
    First,

    /// <summary>NumPy 2 or later, which runs with NumPy 1 too.</summary>
    Second,
}
