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
