using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;

namespace Assay.Packaging;

/// <summary>Clauses joined by commas: all of them must hold (PEP 440). None at all takes every version.</summary>
public sealed class VersionSpecifiers
{
    private VersionSpecifiers(ImmutableArray<VersionSpecifier> clauses) => Clauses = clauses;

    /// <summary>The set without clauses.</summary>
    public static VersionSpecifiers Any { get; } = new([]);

    /// <summary>The clauses in the order they were written.</summary>
    public ImmutableArray<VersionSpecifier> Clauses { get; }

    /// <summary>True when a clause names a pre-release and so asks for pre-releases.</summary>
    public bool AsksForPrereleases => Clauses.Any(clause => clause.AsksForPrereleases);

    /// <summary>Reads a set; empty clauses between commas are skipped.</summary>
    /// <param name="text">The text.</param>
    /// <param name="specifiers">The set read.</param>
    /// <returns>False when a clause is none.</returns>
    public static bool TryParse(string text, [NotNullWhen(true)] out VersionSpecifiers? specifiers)
    {
        specifiers = null;
        ImmutableArray<VersionSpecifier>.Builder clauses = ImmutableArray.CreateBuilder<VersionSpecifier>();
        foreach (string part in text.Split(','))
        {
            if (VersionScanner.Trim(part).IsEmpty) continue;
            if (!VersionSpecifier.TryParse(part, out VersionSpecifier? clause)) return false;
            clauses.Add(clause);
        }

        specifiers = new VersionSpecifiers(clauses.ToImmutable());
        return true;
    }

    /// <summary>True when a version satisfies all clauses.</summary>
    /// <param name="version">The version as written; a text that is no version satisfies only <c>===</c>.</param>
    /// <param name="prereleases">False to refuse pre-releases; null and true take one that stands alone.</param>
    public bool Contains(string version, bool? prereleases = null)
    {
        PackageVersion? read = PackageVersion.TryParse(version, out PackageVersion? parsed) ? parsed : null;
        if (prereleases == false && read is { IsPrerelease: true }) return false;
        if (read is null && !Clauses.IsEmpty && Clauses.Any(clause => clause.Operator != "===")) return false;
        return Clauses.All(clause => clause.Matches(version, read));
    }

    /// <summary>The versions that satisfy all clauses, in their order ("Handling of pre-releases": pre-releases only when asked for, or when nothing else fits).</summary>
    /// <param name="versions">Versions as written.</param>
    /// <param name="prereleases">True to take pre-releases, false to refuse them, null for the rule.</param>
    public IReadOnlyList<string> Filter(IEnumerable<string> versions, bool? prereleases = null)
    {
        if (prereleases is null && AsksForPrereleases) prereleases = true;
        List<string> all = [], finals = [];
        bool foundFinal = false;
        foreach (string text in versions)
        {
            PackageVersion? read = PackageVersion.TryParse(text, out PackageVersion? parsed) ? parsed : null;
            if (!Clauses.All(clause => clause.Matches(text, read))) continue;
            bool isPrerelease = read is { IsPrerelease: true };
            all.Add(text);
            if (isPrerelease) continue;
            finals.Add(text);
            foundFinal |= read is not null;
        }

        return prereleases switch { true => all, false => finals, null => foundFinal ? finals : all };
    }

    /// <summary>The clauses sorted and without repetition, as <c>packaging</c> writes them.</summary>
    public override string ToString() => string.Join(',', Clauses.OrderBy(clause => clause.ToString(), StringComparer.Ordinal).DistinctBy(clause => clause.Meaning));
}
