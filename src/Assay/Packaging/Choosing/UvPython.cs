using System.Text.RegularExpressions;

namespace Assay.Packaging.Choosing;

/// <summary>
/// How uv reads Requires-Python: only its lower bound counts, since upper bounds were set too eagerly (crates/uv-resolver, requires_python), and some common mistakes are forgiven
/// (crates/uv-pypi-types, lenient_requirement).
/// </summary>
internal static partial class UvPython
{
    /// <summary>Reads a text; false when uv cannot. Null is read for a text that is not there.</summary>
    public static bool TryRead(string? text, out VersionSpecifiers? specifiers)
    {
        specifiers = null;
        return string.IsNullOrWhiteSpace(text) || VersionSpecifiers.TryParse(Mended(text), out specifiers);
    }

    /// <summary>True when the lower bounds take an interpreter.</summary>
    public static bool Takes(VersionSpecifiers? specifiers, PythonBuild python)
    {
        if (specifiers is null) return true;
        PackageVersion own = Read(python.FullVersion)!;
        return specifiers.Clauses.All(clause => LowerBound(clause) is not { } bound || (clause.Operator == ">" ? own.CompareTo(bound) > 0 : own.CompareTo(bound) >= 0));
    }

    private static PackageVersion? LowerBound(VersionSpecifier clause) =>
        clause.Operator is ">=" or ">" or "==" or "~=" or "===" ? Read(clause.Text.EndsWith(".*", StringComparison.Ordinal) ? clause.Text[..^2] : clause.Text) : null;

    private static PackageVersion? Read(string text) => PackageVersion.TryParse(text, out PackageVersion? version) ? version : null;

    private static string Mended(string text) => MissingComma().Replace(Star().Replace(text, "$1"), "$1,$2");

    // ">=3.*" is meant as ">=3".
    [GeneratedRegex(@"((?:>=|<=|>|<|~=)\s*\d+(?:\.\d+)*)\.\*", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Star();

    // ">=3.6<4" is meant as ">=3.6,<4".
    [GeneratedRegex(@"(\d)\s*([<>!=~]=?=?\s*\d)", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex MissingComma();
}
