using System.Globalization;
using System.Numerics;

namespace Assay.Packaging.Choosing;

/// <summary>A build tag (PEP 427): the leading number, then the rest as text.</summary>
internal readonly record struct BuildTag(BigInteger Number, string Rest) : IComparable<BuildTag>
{
    public static BuildTag? Of(string? text)
    {
        if (text is null) return null;
        int digits = text.TakeWhile(char.IsAsciiDigit).Count();
        return new BuildTag(BigInteger.Parse(text.AsSpan(0, digits), NumberStyles.None, CultureInfo.InvariantCulture), text[digits..]);
    }

    public int CompareTo(BuildTag other) => Number != other.Number ? Number.CompareTo(other.Number) : string.CompareOrdinal(Rest, other.Rest);
}
