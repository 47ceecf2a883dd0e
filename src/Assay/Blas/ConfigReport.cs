using System.Text.RegularExpressions;

namespace Assay.Blas;

/// <summary>
/// What <c>show_config()</c> of NumPy or SciPy prints about BLAS: how the package was built, from its <c>__config__.py</c>. Which library answers on this machine is
/// another matter.
/// </summary>
/// <param name="Package">The package: <c>numpy</c>.</param>
/// <param name="Name">The name it gives for BLAS: <c>scipy-openblas</c>, <c>blas</c>, <c>accelerate</c>; null when it gives none.</param>
/// <param name="Version">The version it gives, or null.</param>
/// <param name="Configuration">The configuration text of the OpenBLAS it was built with, or null.</param>
public sealed partial record ConfigReport(string Package, string? Name, string? Version, string? Configuration)
{
    /// <summary>Reads a <c>__config__.py</c>, of Meson builds (a dictionary) or of older ones (assignments).</summary>
    /// <param name="package">The package.</param>
    /// <param name="text">The text of the file.</param>
    /// <returns>Null when the text says nothing of BLAS.</returns>
    public static ConfigReport? Read(string package, string text)
    {
        ArgumentNullException.ThrowIfNull(package);
        ArgumentNullException.ThrowIfNull(text);
        if (MesonBlas().Match(text) is { Success: true } block)
        {
            string inside = block.Groups[1].Value;
            return new ConfigReport(package, Field(inside, "name"), Field(inside, "version"), Field(inside, "openblas configuration"));
        }

        // blas_opt_info={'libraries': ['blas', 'blas'], ...}
        if (OldBlas().Matches(text).FirstOrDefault(match => match.Groups[1].Value.Trim().Length > 0) is not { } old) return null;
        return new ConfigReport(package, string.Join(", ", Quoted().Matches(old.Groups[1].Value).Select(match => match.Groups[1].Value).Distinct(StringComparer.Ordinal)), null, null);
    }

    private static string? Field(string text, string name)
    {
        Match match = Regex.Match(text, $"\"{Regex.Escape(name)}\":\\s*r?\"([^\"]*)\"", RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1));
        return match.Success && match.Groups[1].Value is { Length: > 0 } value && value != "unknown" ? value : null;
    }

    [GeneratedRegex("\"blas\":\\s*\\{([^}]*)\\}", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex MesonBlas();

    [GeneratedRegex(@"^blas\w*_info\s*=\s*\{[^}]*'libraries':\s*\[([^\]]*)\]", RegexOptions.CultureInvariant | RegexOptions.Multiline, 1000)]
    private static partial Regex OldBlas();

    [GeneratedRegex("'([^']*)'", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Quoted();
}
