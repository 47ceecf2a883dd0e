using System.Collections.Immutable;
using System.Globalization;
using Assay.Binaries.Elf;
using Assay.Primitives;

namespace Assay.Loading.Glibc;

/// <summary>Names of symbol versions: families (<c>GLIBC_</c>, <c>GLIBCXX_</c>, <c>OPENBLAS_</c>) and their numbers.</summary>
internal static class SymbolVersions
{
    /// <summary>Reads <c>GLIBC_2.34</c>.</summary>
    /// <param name="name">The name of a version.</param>
    /// <param name="version">The number.</param>
    /// <returns>False for any other name, <c>GLIBC_PRIVATE</c> included.</returns>
    public static bool TryGlibc(string name, out PackedVersion version)
    {
        version = default;
        return name.StartsWith("GLIBC_", StringComparison.Ordinal) && PackedVersion.TryParse(name["GLIBC_".Length..], out version);
    }

    /// <summary>The part of a version's name before its number, with the '_'.</summary>
    /// <param name="name">The name of a version.</param>
    public static string Family(string name)
    {
        int cut = name.LastIndexOf('_');
        return cut < 0 ? name : name[..(cut + 1)];
    }

    /// <summary>The versions of one family that a library offers, oldest first.</summary>
    /// <param name="image">The library.</param>
    /// <param name="wanted">A version of the family.</param>
    public static ImmutableArray<string> OfFamily(ElfImage image, string wanted)
    {
        string family = Family(wanted);
        return [.. image.VersionDefinitions.Where(definition => !definition.IsBase && definition.Name.StartsWith(family, StringComparison.Ordinal))
            .Select(definition => definition.Name).Distinct().Order(Comparer<string>.Create(Compare))];
    }

    // Digits compare as numbers, so that 2.9 comes before 2.10.
    private static int Compare(string? first, string? second)
    {
        if (first is null || second is null) return string.CompareOrdinal(first, second);
        int one = 0, two = 0;
        while (one < first.Length && two < second.Length)
        {
            if (char.IsAsciiDigit(first[one]) && char.IsAsciiDigit(second[two]))
            {
                int order = Number(first, ref one).CompareTo(Number(second, ref two));
                if (order != 0) return order;
            }
            else if (first[one] != second[two])
            {
                return first[one].CompareTo(second[two]);
            }
            else
            {
                one++;
                two++;
            }
        }

        return (first.Length - one).CompareTo(second.Length - two);
    }

    private static decimal Number(string text, ref int position)
    {
        int start = position;
        while (position < text.Length && position - start < 20 && char.IsAsciiDigit(text[position])) position++;
        return decimal.Parse(text.AsSpan(start, position - start), NumberStyles.None, CultureInfo.InvariantCulture);
    }
}
