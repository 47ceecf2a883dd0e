using System.Collections.Immutable;

namespace Assay.Imports;

/// <summary>What the constants of a compiled module tell of the modules it imports while it is initialised.</summary>
/// <param name="Qualified">Full names below its own top-level package, as code of Cython holds those that it takes functions and types from.</param>
/// <param name="Private">Single names that start with one underscore, as code holds those of its neighbours.</param>
/// <param name="IsCython">True for code written by Cython.</param>
/// <param name="NumpyHeaders">The headers of NumPy it was compiled with.</param>
public sealed record CompiledNames(ImmutableArray<string> Qualified, ImmutableArray<string> Private, bool IsCython, NumpyHeaders NumpyHeaders)
{
    /// <summary>Nothing is known.</summary>
    public static CompiledNames None { get; } = new([], [], false, NumpyHeaders.None);
}

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
