using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace Assay.Packaging;

/// <summary>A requirement such as <c>numpy[dev]&gt;=1.22,&lt;2; python_version &lt; "3.12"</c> (PEP 508).</summary>
public sealed class Requirement
{
    private Requirement(string name, ImmutableArray<string> extras, VersionSpecifiers specifiers, string? url, Marker? marker)
    {
        Name = name;
        Extras = extras;
        Specifiers = specifiers;
        Url = url;
        Marker = marker;
    }

    /// <summary>The name as written.</summary>
    public string Name { get; }

    /// <summary>The normalised name.</summary>
    public string NormalizedName => PackageName.Normalize(Name);

    /// <summary>The extras asked for, as written, sorted and without repetition.</summary>
    public ImmutableArray<string> Extras { get; }

    /// <summary>The versions asked for; takes every version when none is named.</summary>
    public VersionSpecifiers Specifiers { get; }

    /// <summary>The address of a direct reference (<c>name @ url</c>), or null.</summary>
    public string? Url { get; }

    /// <summary>The condition, or null.</summary>
    public Marker? Marker { get; }

    /// <summary>Reads a requirement.</summary>
    /// <param name="text">The text.</param>
    /// <param name="requirement">The requirement read.</param>
    /// <returns>False when the text is none.</returns>
    public static bool TryParse(string text, [NotNullWhen(true)] out Requirement? requirement)
    {
        requirement = null;
        MarkerParser parser = new(text);
        parser.SkipBlanks();
        if (parser.TakeIdentifier() is not { } name) return false;
        parser.SkipBlanks();
        SortedSet<string> extras = new(StringComparer.Ordinal);
        if (parser.Take("[") && !ParseExtras(parser, extras)) return false;
        parser.SkipBlanks();
        string specifier = "";
        string? url = null;
        if (parser.Take("@"))
        {
            parser.SkipBlanks();
            url = parser.TakeUntilBlank();
            if (url.Length == 0) return false;
            int before = parser.Position;
            parser.SkipBlanks();
            if (!parser.IsAtEnd && parser.Position == before) return false;
        }
        else
        {
            bool parenthesis = parser.Take("(");
            parser.SkipBlanks();
            if (ParseSpecifiers(parser) is not { } found) return false;
            specifier = found;
            parser.SkipBlanks();
            if (parenthesis && !parser.Take(")")) return false;
            parser.SkipBlanks();
        }

        Marker? marker = null;
        if (!parser.IsAtEnd)
        {
            if (!parser.Take(";") || parser.ParseMarker() is not { } root || !parser.IsAtEnd) return false;
            marker = new Marker(root);
        }

        if (!VersionSpecifiers.TryParse(specifier, out VersionSpecifiers? specifiers)) return false;
        requirement = new Requirement(name, [.. extras], specifiers, url, marker);
        return true;
    }

    /// <summary>The requirement in its usual spelling.</summary>
    public override string ToString()
    {
        StringBuilder text = new(Name);
        if (!Extras.IsEmpty) text.Append('[').AppendJoin(',', Extras).Append(']');
        text.Append(Specifiers);
        if (Url is not null) text.Append(" @ ").Append(Url).Append(Marker is null ? "" : " ");
        if (Marker is not null) text.Append("; ").Append(Marker);
        return text.ToString();
    }

    private static bool ParseExtras(MarkerParser parser, SortedSet<string> extras)
    {
        parser.SkipBlanks();
        if (parser.TakeIdentifier() is { } first)
        {
            extras.Add(first);
            while (true)
            {
                parser.SkipBlanks();
                if (!parser.Take(",")) break;
                parser.SkipBlanks();
                if (parser.TakeIdentifier() is not { } next) return false;
                extras.Add(next);
            }
        }

        parser.SkipBlanks();
        return parser.Take("]");
    }

    private static string? ParseSpecifiers(MarkerParser parser)
    {
        StringBuilder text = new();
        while (parser.TakeSpecifier() is { } clause)
        {
            text.Append(clause);
            int before = parser.Position;
            parser.SkipBlanks();
            if (parser.Position == before && (parser.Take(".*") || parser.Take("+"))) return null;
            if (!parser.Take(",")) break;
            text.Append(',');
            parser.SkipBlanks();
        }

        return text.ToString();
    }
}
