using System.Diagnostics.CodeAnalysis;
using System.Numerics;

namespace Assay.Packaging;

/// <summary>One clause such as <c>&gt;=1.2</c>, <c>==1.4.*</c> or <c>~=2.0</c> (PEP 440, "Version specifiers").</summary>
public sealed class VersionSpecifier
{
    private readonly PackageVersion? version;
    private readonly bool isWildcard;

    private VersionSpecifier(string op, string text, PackageVersion? version, bool isWildcard)
    {
        Operator = op;
        Text = text;
        this.version = version;
        this.isWildcard = isWildcard;
    }

    /// <summary><c>==</c>, <c>!=</c>, <c>&lt;=</c>, <c>&gt;=</c>, <c>&lt;</c>, <c>&gt;</c>, <c>~=</c> or <c>===</c>.</summary>
    public string Operator { get; }

    /// <summary>What follows the operator, as written, without white space around it.</summary>
    public string Text { get; }

    /// <summary>True when the clause itself names a pre-release and so asks for pre-releases; a wildcard and <c>!=</c> never do.</summary>
    public bool AsksForPrereleases => Operator != "!=" && !isWildcard && (version ?? (PackageVersion.TryParse(Text, out PackageVersion? named) ? named : null)) is { IsPrerelease: true };

    /// <summary>Reads one clause.</summary>
    /// <param name="text">The text; white space around it is allowed.</param>
    /// <param name="specifier">The clause read.</param>
    /// <returns>False when the text is no clause.</returns>
    public static bool TryParse(string text, [NotNullWhen(true)] out VersionSpecifier? specifier)
    {
        ReadOnlySpan<char> trimmed = VersionScanner.Trim(text);
        return Scan(trimmed, 0, out specifier) == trimmed.Length && specifier is not null;
    }

    /// <summary>Reads the longest clause that starts at a position.</summary>
    /// <returns>The position after it, or -1 when none starts there.</returns>
    internal static int Scan(ReadOnlySpan<char> text, int start, out VersionSpecifier? specifier)
    {
        specifier = null;
        ReadOnlySpan<char> rest = text[start..];
        string op = rest.StartsWith("===") ? "===" : rest.StartsWith("==") ? "==" : rest.StartsWith("!=") ? "!=" : rest.StartsWith("<=") ? "<=" : rest.StartsWith(">=") ? ">="
            : rest.StartsWith("~=") ? "~=" : rest.StartsWith("<") ? "<" : rest.StartsWith(">") ? ">" : "";
        if (op.Length == 0) return -1;
        int at = start + op.Length;
        while (at < text.Length && VersionScanner.IsSpace(text[at])) at++;
        if (op == "===")
        {
            int end = at;
            while (end < text.Length && !VersionScanner.IsSpace(text[end]) && text[end] is not (';' or ')')) end++;
            specifier = new VersionSpecifier(op, text[at..end].ToString(), null, false);
            return end;
        }

        VersionScanner.Allow allow = op is "==" or "!=" ? VersionScanner.Allow.Local | VersionScanner.Allow.Wildcard : VersionScanner.Allow.None;
        int after = VersionScanner.Scan(text, at, allow, out PackageVersion? version);
        if (after < 0 || version is null || (op == "~=" && version.Release.Length < 2)) return -1;
        string written = text[at..after].ToString();
        specifier = new VersionSpecifier(op, written, version, written.EndsWith(".*", StringComparison.Ordinal));
        return after;
    }

    /// <summary>True when a version satisfies the clause; whether pre-releases are wanted at all is not decided here.</summary>
    /// <param name="text">The version as written; only <c>===</c> looks at the spelling.</param>
    /// <param name="candidate">The version read, or null when the text is none, which satisfies nothing but <c>===</c>.</param>
    public bool Matches(string text, PackageVersion? candidate)
    {
        if (Operator == "===") return text.Equals(Text, StringComparison.OrdinalIgnoreCase);
        if (candidate is null || version is null) return false;
        return Operator switch
        {
            "==" => isWildcard ? HasPrefix(candidate, version.Release.Length) : Equal(candidate),
            "!=" => isWildcard ? !HasPrefix(candidate, version.Release.Length) : !Equal(candidate),
            ">=" => candidate.CompareTo(version) >= 0,
            "<=" => candidate.ComparePublic(version) <= 0,
            "~=" => candidate.CompareTo(version) >= 0 && HasPrefix(candidate, version.Release.Length - 1),
            "<" => Less(candidate),
            _ => Greater(candidate),
        };
    }

    /// <summary>Equal for clauses that mean the same: <c>==1.0</c> and <c>==1.0.0</c>. Only <c>~=</c> gives trailing zeros a meaning.</summary>
    internal string Meaning => Operator + (version is null || isWildcard ? Text : Operator == "~=" ? version.ToString() : version.Canonical);

    /// <summary>The clause as written, without white space.</summary>
    public override string ToString() => Operator + Text;

    // "Version matching": without a local version in the clause, the candidate's is not looked at.
    private bool Equal(PackageVersion candidate) => version!.Local.IsEmpty ? candidate.ComparePublic(version) == 0 : candidate.CompareTo(version) == 0;

    // "Version matching" with .*: equal epoch, and equal release in the written places, zeros filled up.
    private bool HasPrefix(PackageVersion candidate, int places)
    {
        if (candidate.Epoch != version!.Epoch) return false;
        for (int i = 0; i < places; i++)
            if ((i < candidate.Release.Length ? candidate.Release[i] : BigInteger.Zero) != version.Release[i]) return false;
        return true;
    }

    // "Exclusive ordered comparison": <V takes no pre-release of V, unless V is one itself.
    private bool Less(PackageVersion candidate) => candidate.CompareTo(version!.IsPrerelease ? version : version.With(version.Post, BigInteger.Zero)) < 0;

    // "Exclusive ordered comparison": >V takes neither a post-release nor a local version of V, unless V is a post-release itself.
    private bool Greater(PackageVersion candidate)
    {
        PackageVersion bound = version!;
        if (bound.Dev is { } dev) return candidate.CompareTo(bound.With(bound.Post, dev + 1)) >= 0;
        if (bound.Post is { } post) return candidate.CompareTo(bound.With(post + 1, BigInteger.Zero)) >= 0;
        if (candidate.CompareTo(bound) <= 0) return false;
        bool isFamily = candidate.Epoch == bound.Epoch && PackageVersion.CompareRelease(candidate.Release, bound.Release) == 0 && candidate.PreLetter == bound.PreLetter && candidate.PreNumber == bound.PreNumber;
        return !isFamily;
    }
}
