namespace Assay.Loading.Glibc;

/// <summary>What the name of a library says about where it comes from.</summary>
internal static class SystemLibraryNames
{
    // gnu/lib-names.h of glibc: the libraries that every installation of it has.
    private static readonly HashSet<string> Glibc = new(StringComparer.Ordinal)
    {
        "libc.so.6", "libm.so.6", "libmvec.so.1", "libpthread.so.0", "libdl.so.2", "librt.so.1", "libutil.so.1", "libresolv.so.2", "libanl.so.1",
        "libBrokenLocale.so.1", "libthread_db.so.1",
    };

    /// <summary>True for the libraries of glibc itself.</summary>
    /// <param name="name">A name in DT_NEEDED.</param>
    public static bool IsGlibc(string name) => Glibc.Contains(name) || name.StartsWith("ld-linux", StringComparison.Ordinal) || name is "ld64.so.1" or "ld64.so.2";

    /// <summary>True for a name with the hash that auditwheel puts in (<c>libgfortran-040039e1.so.5.0.0</c>): no system has it, only the wheel.</summary>
    /// <param name="name">A name in DT_NEEDED.</param>
    public static bool IsVendored(string name)
    {
        int end = name.IndexOf(".so", StringComparison.Ordinal);
        int dash = end < 0 ? -1 : name.LastIndexOf('-', end);
        return dash > 0 && end - dash == 9 && name.AsSpan(dash + 1, 8).IndexOfAnyExcept("0123456789abcdef") < 0;
    }
}
