namespace Assay.Packaging.Choosing;

/// <summary>The versions of a requirement as uv's ranges hold them (crates/uv-pep440, version_ranges): <c>===</c> asks for one version, however it is spelled.</summary>
internal sealed class UvRange(VersionSpecifiers specifiers)
{
    /// <summary>True when exactly one version is asked for and nothing else, which is what allows yanked files.</summary>
    public bool IsPinned => specifiers.Clauses is [{ Operator: "==" or "===" } only] && !only.Text.EndsWith(".*", StringComparison.Ordinal);

    /// <summary>True when a pre-release is named as something that may be installed: not as an upper bound, which is there to keep versions out.</summary>
    public bool AsksForPrereleases => specifiers.Clauses.Any(clause => clause.AsksForPrereleases && clause.Operator is not ("<" or "<="));

    public bool Contains(PackageVersion version) => specifiers.Clauses.All(clause =>
        clause.Operator == "===" ? PackageVersion.TryParse(clause.Text, out PackageVersion? exact) && version.CompareTo(exact) == 0 : clause.Matches(version.ToString(), version));
}
