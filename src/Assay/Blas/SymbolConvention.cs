namespace Assay.Blas;

/// <summary>The marks around a routine's name in a symbol table: they tell for whom a caller was built.</summary>
/// <param name="Prefix">What stands before the routine: nothing, or <c>scipy_</c>.</param>
/// <param name="Suffix">What stands behind it: <c>_</c>, <c>_64_</c>, <c>64_</c>, <c>$NEWLAPACK</c>, ...</param>
public sealed record SymbolConvention(string Prefix, string Suffix)
{
    /// <summary>The suffix of Accelerate's interface of macOS 13.3.</summary>
    public const string NewAccelerate = "$NEWLAPACK";

    /// <summary>True when the name can only be Accelerate's newer interface.</summary>
    public bool IsNewAccelerate => Suffix.StartsWith(NewAccelerate, StringComparison.Ordinal);

    /// <summary>
    /// The width that the name promises. Names without a mark promise nothing: by habit they mean 32 bits, but Debian's <c>libblas64.so.3</c> has
    /// plain names and takes 64 bits.
    /// </summary>
    public IntegerWidth Width => Suffix.Contains("64", StringComparison.Ordinal) ? IntegerWidth.Ilp64
        : IsNewAccelerate || Prefix == "scipy_" ? IntegerWidth.Lp64
        : IntegerWidth.Unknown;

    /// <summary>The pattern of a name, as people know it: <c>scipy_&lt;name&gt;_64_</c>.</summary>
    /// <param name="by">The interface.</param>
    public string Pattern(BlasInterface by) => $"{Prefix}{by switch { BlasInterface.Cblas => "cblas_", BlasInterface.Lapacke => "LAPACKE_", _ => "" }}<name>{Suffix}";
}
