using Assay.Binaries.Numpy;
using Assay.Primitives;

namespace Assay.Imports;

/// <summary>A compiled module and the NumPy it meets do not go together.</summary>
/// <param name="Module">Its dotted name.</param>
/// <param name="File">Its file.</param>
/// <param name="Kind">What does not.</param>
/// <param name="Use">What the file tells.</param>
/// <param name="Running">The NumPy it meets: the first two numbers of its version.</param>
public sealed record NumpyMismatch(string Module, string File, NumpyMismatchKind Kind, NumpyUse Use, PackedVersion Running)
{
    /// <summary>The level of the C interface it asks for; 0 unless that is what does not go together.</summary>
    public int Asked { get; init; }

    /// <summary>The level that is there; 0 unless that is what does not go together.</summary>
    public int Has { get; init; }
}
