namespace Assay.Rules;

/// <summary>The names that auditwheel and delvewheel give to the libraries they copy into a wheel: <c>libgomp-a34b3233.so.1.0.0</c>, <c>msvcp140-a1b2….dll</c>.</summary>
internal static class VendoredName
{
    /// <summary>auditwheel and delocate use 8 hexadecimal digits of a SHA-256, delvewheel 32.</summary>
    private const int ShortestHash = 8;

    public static bool HasHash(string library)
    {
        int dot = library.IndexOf('.', StringComparison.Ordinal);
        string stem = dot < 0 ? library : library[..dot];
        int dash = stem.LastIndexOf('-');
        if (dash < 0) return false;
        string tail = stem[(dash + 1)..];
        return tail.Length >= ShortestHash && tail.All(char.IsAsciiHexDigitLower) && tail.Any(char.IsAsciiDigit);
    }
}
