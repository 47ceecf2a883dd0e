using Assay.Binaries;

namespace Assay.Blas;

/// <summary>A symbol that names a routine of BLAS or LAPACK.</summary>
/// <param name="Stored">The name as stored in the file (Mach-O names keep their leading underscore).</param>
/// <param name="Routine">The routine: <c>dgemm</c>.</param>
/// <param name="Interface">By which interface it is called.</param>
/// <param name="Convention">The marks around the name.</param>
public sealed record BlasSymbol(string Stored, string Routine, BlasInterface Interface, SymbolConvention Convention)
{
    // The longest first, so that what is cut off leaves the bare name.
    private static readonly string[] FortranSuffixes = ["$NEWLAPACK$ILP64", "$NEWLAPACK", "_64__", "_64_", "64__", "64_", "_64", "__", "_"];
    private static readonly string[] CSuffixes = ["$NEWLAPACK$ILP64", "$NEWLAPACK", "_64_", "64_", "_64", "64"];

    /// <summary>Takes a name apart.</summary>
    /// <param name="stored">The name as stored.</param>
    /// <param name="format">The format of the file: Mach-O names have one more underscore in front; on Windows Fortran names may go without a mark or in capitals.</param>
    /// <returns>Null when the name is no routine's.</returns>
    public static BlasSymbol? Parse(string stored, BinaryFormat format)
    {
        ArgumentNullException.ThrowIfNull(stored);
        ReadOnlySpan<char> name = stored;
        if (format == BinaryFormat.MachO)
        {
            if (name is not ['_', ..]) return null;
            name = name[1..];
        }

        string prefix = name.StartsWith("scipy_") ? "scipy_" : "";
        name = name[prefix.Length..];
        if (name.StartsWith("cblas_")) return Parse(stored, name["cblas_".Length..], prefix, BlasInterface.Cblas, CSuffixes);
        if (name.StartsWith("LAPACKE_")) return Parse(stored, name["LAPACKE_".Length..], prefix, BlasInterface.Lapacke, CSuffixes);
        if (Parse(stored, name, prefix, BlasInterface.Fortran, FortranSuffixes) is { } marked) return marked;
        if (format != BinaryFormat.Pe) return null;
        string lower = name.ToString().ToLowerInvariant();
        return Parse(stored, lower, prefix, BlasInterface.Fortran, FortranSuffixes) ?? (BlasRoutines.IsKnown(lower) ? new BlasSymbol(stored, lower, BlasInterface.Fortran, new SymbolConvention(prefix, "")) : null);
    }

    private static BlasSymbol? Parse(string stored, ReadOnlySpan<char> rest, string prefix, BlasInterface by, string[] suffixes)
    {
        foreach (string suffix in suffixes)
        {
            if (!rest.EndsWith(suffix, StringComparison.Ordinal)) continue;
            if (Bare(rest[..^suffix.Length], by) is { } routine) return new BlasSymbol(stored, routine, by, new SymbolConvention(prefix, suffix));
        }

        return by != BlasInterface.Fortran && Bare(rest, by) is { } plain ? new BlasSymbol(stored, plain, by, new SymbolConvention(prefix, "")) : null;
    }

    // CBLAS returns complex dot products by an argument and says so in the name; LAPACKE has a variant of each routine with its work space as arguments.
    private static string? Bare(ReadOnlySpan<char> name, BlasInterface by)
    {
        ReadOnlySpan<char> bare = by switch
        {
            BlasInterface.Cblas when name.EndsWith("_sub") => name[..^"_sub".Length],
            BlasInterface.Lapacke when name.EndsWith("_work") => name[..^"_work".Length],
            _ => name,
        };
        return BlasRoutines.IsKnown(bare) ? bare.ToString() : null;
    }
}
