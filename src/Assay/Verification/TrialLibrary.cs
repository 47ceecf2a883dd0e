using Assay.Blas;

namespace Assay.Verification;

/// <summary>One library of a trial: which file to open and how its symbols are spelled.</summary>
/// <param name="Path">The absolute path of the file.</param>
public sealed record TrialLibrary(string Path)
{
    /// <summary>What people call it, as in "OpenBLAS 0.3.21"; null for the name of the file.</summary>
    public string? Name { get; init; }

    /// <summary>What stands before every name: <c>scipy_</c>, or nothing.</summary>
    public string Prefix { get; init; } = "";

    /// <summary>What stands after a Fortran name: <c>_</c>, <c>_64_</c>, <c>$NEWLAPACK</c>, or nothing.</summary>
    public string FortranSuffix { get; init; } = "_";

    /// <summary>What stands after a name of the C interface: nothing, <c>64_</c>, <c>$NEWLAPACK</c>.</summary>
    public string CblasSuffix { get; init; } = "";

    /// <summary>The width that the name, the symbols or the file promise.</summary>
    public IntegerWidth ClaimedWidth { get; init; }

    /// <summary>The name that is printed.</summary>
    public string Title => Name ?? Path[(Path.LastIndexOf('/') + 1)..];
}
