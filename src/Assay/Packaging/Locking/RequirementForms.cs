using System.Collections.Immutable;
using Assay.Packaging.Indexing;

namespace Assay.Packaging.Locking;

/// <summary>What one requirement of a file is: a requirement of PEP 508, an address, a path, something editable. <c>parse_req_from_line</c> and <c>parse_editable</c> (pip/_internal/req/constructors.py).</summary>
internal static class RequirementForms
{
    private static readonly string[] Repositories = ["git", "hg", "svn", "bzr"];

    // pip/_internal/utils/filetypes.py ARCHIVE_EXTENSIONS.
    private static readonly string[] Archives = [".zip", ".whl", ".tar.bz2", ".tbz", ".tar.gz", ".tgz", ".tar", ".tar.xz", ".txz", ".tlz", ".tar.lz", ".tar.lzma"];

    /// <summary>Fills in what the text says; null when pip would refuse it.</summary>
    /// <param name="entry">The line with its text.</param>
    /// <param name="isEditable">True for what stands behind <c>-e</c>.</param>
    /// <param name="problem">What was expected and what was found.</param>
    public static RequirementLine? Complete(RequirementLine entry, bool isEditable, out string? problem)
    {
        string text = entry.Text;
        Marker? marker = null;
        bool isAddress = IsAddress(text);
        string separator = isAddress ? "; " : ";";
        if (!isEditable && text.IndexOf(separator, StringComparison.Ordinal) is >= 0 and int cut)
        {
            string condition = text[(cut + separator.Length)..].Trim();
            text = text[..cut];
            if (condition.Length > 0 && !Marker.TryParse(condition, out marker))
            {
                problem = $"expected a marker, found `{LockWords.Short(condition)}`";
                return null;
            }
        }

        text = text.Trim();
        problem = null;
        if (isEditable) return Editable(entry, text, out problem);
        if (isAddress) return Address(entry with { Marker = marker }, text, LockSourceKind.Url, out problem);

        // "name @ address" has the name first; a path never does.
        int at = text.IndexOf('@', StringComparison.Ordinal);
        bool isNamed = at > 0 && !LooksLikePath(text[..at]);
        string bare = WithoutExtras(text, out ImmutableArray<string> _);
        if (!isNamed && (IsArchive(bare) || LooksLikePath(text)))
        {
            Requirement? wheel = WheelFilename.TryParse(bare[(bare.LastIndexOf('/') + 1)..], out WheelFilename? name) ? Exactly(name) : null;
            return entry with { Source = new LockSource(LockSourceKind.Path, bare), Requirement = wheel, Marker = marker };
        }

        if (!Requirement.TryParse(text, out Requirement? requirement))
        {
            bool hasOperator = text.IndexOf('=', StringComparison.Ordinal) is >= 0 and int equals && !((string[])["==", ">=", "<=", "~=", "!="]).Any(text.Contains);
            problem = $"expected a requirement, found `{LockWords.Short(text)}`{(hasOperator ? " (`=` is no operator; `==` is)" : "")}";
            return null;
        }

        return entry with { Requirement = requirement, Marker = marker, Source = requirement.Url is { } url ? Source(url, LockSourceKind.Url) : null };
    }

    private static RequirementLine? Editable(RequirementLine entry, string text, out string? problem)
    {
        string repository = Repositories.FirstOrDefault(name => text.StartsWith(name + ":", StringComparison.OrdinalIgnoreCase)) is { } system ? $"{system}+{text}" : text;
        if (text.StartsWith("file:", StringComparison.OrdinalIgnoreCase) || IsRepository(repository)) return Address(entry, repository, LockSourceKind.Editable, out problem);
        problem = null;
        if (Requirement.TryParse(text, out Requirement? named) && named.Url is { } url) return entry with { Requirement = named, Source = Source(url, LockSourceKind.Editable) };
        if (IsAddress(text))
        {
            problem = $"expected a directory or a repository behind `-e`, found `{LockWords.Short(text)}`";
            return null;
        }

        return entry with { Source = new LockSource(LockSourceKind.Editable, WithoutExtras(text, out _)) };
    }

    private static RequirementLine? Address(RequirementLine entry, string address, LockSourceKind kind, out string? problem)
    {
        problem = null;
        LockSource source = Source(address, kind);
        string fragment = address.IndexOf('#', StringComparison.Ordinal) is >= 0 and int cut ? address[(cut + 1)..] : "";
        string? egg = fragment.Split('&').FirstOrDefault(part => part.StartsWith("egg=", StringComparison.Ordinal))?[4..];
        if (WheelFilename.TryParse(IndexLink.FilenameOf(address), out WheelFilename? wheel)) return entry with { Source = source, Requirement = Exactly(wheel) };
        if (egg is null) return entry with { Source = source };
        if (Requirement.TryParse(Uri.UnescapeDataString(egg), out Requirement? requirement)) return entry with { Source = source, Requirement = requirement };
        problem = $"expected a name behind `#egg=`, found `{LockWords.Short(egg)}`";
        return null;
    }

    private static LockSource Source(string address, LockSourceKind kind)
    {
        string fragment = address.IndexOf('#', StringComparison.Ordinal) is >= 0 and int hash ? address[(hash + 1)..] : "";
        string? folder = fragment.Split('&').FirstOrDefault(part => part.StartsWith("subdirectory=", StringComparison.Ordinal))?["subdirectory=".Length..];
        string bare = fragment.Length > 0 ? address[..^(fragment.Length + 1)] : address;
        if (!IsRepository(address))
            return bare.StartsWith("file:", StringComparison.OrdinalIgnoreCase) && kind == LockSourceKind.Url ? new LockSource(LockSourceKind.Path, bare) { Subdirectory = folder } : new LockSource(kind, bare) { Subdirectory = folder };

        // git+https://host/path@commit: the '@' of a user stands before the path.
        int path = bare.IndexOf('/', bare.IndexOf("://", StringComparison.Ordinal) + 3);
        int at = path < 0 ? -1 : bare.LastIndexOf('@');
        return new LockSource(kind == LockSourceKind.Editable ? kind : LockSourceKind.Git, at > path ? bare[..at] : bare) { Commit = at > path ? bare[(at + 1)..] : null, Subdirectory = folder };
    }

    private static Requirement? Exactly(WheelFilename wheel) => Requirement.TryParse($"{wheel.Name}=={wheel.Version}", out Requirement? requirement) ? requirement : null;

    private static bool IsAddress(string text) => Scheme(text) is "http" or "https" or "file" or "ftp" || IsRepository(text);

    private static bool IsRepository(string text) => Scheme(text) is { } scheme && Repositories.Any(system => scheme == system || scheme.StartsWith(system + "+", StringComparison.Ordinal));

    private static string? Scheme(string text) => text.IndexOf(':', StringComparison.Ordinal) is > 0 and int cut ? text[..cut].ToLowerInvariant() : null;

    // Whether there is such a directory is not looked at; an address is no path.
    private static bool LooksLikePath(string text) => (text.Contains('/', StringComparison.Ordinal) && !text.Contains("://", StringComparison.Ordinal)) || text.StartsWith('.');

    private static bool IsArchive(string text) => Archives.Any(ending => text.EndsWith(ending, StringComparison.OrdinalIgnoreCase));

    // path[extra,other]
    private static string WithoutExtras(string text, out ImmutableArray<string> extras)
    {
        extras = [];
        int open = text.EndsWith(']') ? text.LastIndexOf('[') : -1;
        if (open <= 0) return text;
        extras = [.. text[(open + 1)..^1].Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(PackageName.Normalize)];
        return text[..open].TrimEnd();
    }
}
