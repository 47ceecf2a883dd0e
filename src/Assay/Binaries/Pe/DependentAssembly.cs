using System.Collections.Immutable;

namespace Assay.Binaries.Pe;

/// <summary>An assembly a manifest depends on: <c>assemblyIdentity</c> inside <c>dependentAssembly</c>.</summary>
/// <param name="Name">Its name, such as <c>Microsoft.VC90.CRT</c>.</param>
/// <param name="Version">Its version, or null when the manifest gives none.</param>
/// <param name="ProcessorArchitecture">Its architecture (<c>x86</c>, <c>amd64</c>, <c>*</c>), or null.</param>
public sealed record DependentAssembly(string Name, string? Version, string? ProcessorArchitecture)
{
    /// <summary>Finds them in a manifest's text. Comments are left out; element names may have a namespace prefix.</summary>
    /// <param name="xml">The text.</param>
    internal static ImmutableArray<DependentAssembly> FindAll(string xml)
    {
        ImmutableArray<DependentAssembly>.Builder list = ImmutableArray.CreateBuilder<DependentAssembly>();
        bool inside = false;
        int position = 0;
        while (position < xml.Length && xml.IndexOf('<', position) is var start and >= 0)
        {
            if (xml.AsSpan(start).StartsWith("<!--", StringComparison.Ordinal))
            {
                int close = xml.IndexOf("-->", start, StringComparison.Ordinal);
                position = close < 0 ? xml.Length : close + 3;
                continue;
            }

            int end = xml.IndexOf('>', start);
            if (end < 0) break;
            ReadOnlySpan<char> tag = xml.AsSpan(start + 1, end - start - 1);
            position = end + 1;
            bool closes = tag.StartsWith("/", StringComparison.Ordinal);
            ReadOnlySpan<char> element = LocalName(closes ? tag[1..] : tag);
            if (element.SequenceEqual("dependentAssembly")) inside = !closes && !tag.EndsWith("/", StringComparison.Ordinal);
            else if (inside && !closes && element.SequenceEqual("assemblyIdentity") && Attribute(tag, "name") is { } name)
                list.Add(new DependentAssembly(name, Attribute(tag, "version"), Attribute(tag, "processorArchitecture")));
        }

        return list.ToImmutable();
    }

    private static ReadOnlySpan<char> LocalName(ReadOnlySpan<char> tag)
    {
        int end = tag.IndexOfAny(" \t\r\n/");
        if (end >= 0) tag = tag[..end];
        return tag[(tag.IndexOf(':') + 1)..];
    }

    private static string? Attribute(ReadOnlySpan<char> tag, string name)
    {
        for (int from = 0; from < tag.Length && tag[from..].IndexOf(name) is var found and >= 0; from += found + name.Length)
        {
            int at = from + found;
            ReadOnlySpan<char> rest = tag[(at + name.Length)..].TrimStart();
            if (at == 0 || !char.IsWhiteSpace(tag[at - 1]) || rest.IsEmpty || rest[0] != '=') continue;
            rest = rest[1..].TrimStart();
            if (rest.IsEmpty || rest[0] is not ('"' or '\'')) return null;
            int close = rest[1..].IndexOf(rest[0]);
            return close < 0 ? null : rest.Slice(1, close).ToString();
        }

        return null;
    }
}
