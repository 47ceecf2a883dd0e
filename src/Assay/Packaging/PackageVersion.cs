using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Numerics;
using System.Text;

namespace Assay.Packaging;

/// <summary>A version as PEP 440 defines it, with its total order. Numbers have no upper bound there, so they have none here.</summary>
public sealed class PackageVersion : IComparable<PackageVersion>, IEquatable<PackageVersion>
{
    /// <summary>Letters of pre-releases in their normalised spelling: <c>a</c>, <c>b</c>, <c>rc</c>.</summary>
    private const string NoLetter = "";

    internal PackageVersion(
        BigInteger epoch, ImmutableArray<BigInteger> release, string preLetter, BigInteger preNumber, BigInteger? post, BigInteger? dev, ImmutableArray<string> local)
    {
        Epoch = epoch;
        Release = release;
        PreLetter = preLetter;
        PreNumber = preNumber;
        Post = post;
        Dev = dev;
        Local = local;
    }

    /// <summary>The epoch, 0 when none is written.</summary>
    public BigInteger Epoch { get; }

    /// <summary>The release segment, at least one number, zeros kept.</summary>
    public ImmutableArray<BigInteger> Release { get; }

    /// <summary><c>a</c>, <c>b</c> or <c>rc</c>; empty when it is no alpha, beta or candidate.</summary>
    public string PreLetter { get; }

    /// <summary>The number after <see cref="PreLetter"/>.</summary>
    public BigInteger PreNumber { get; }

    /// <summary>The number of a post-release, or null.</summary>
    public BigInteger? Post { get; }

    /// <summary>The number of a developmental release, or null.</summary>
    public BigInteger? Dev { get; }

    /// <summary>The segments of the local version in their normalised spelling; empty when there is none.</summary>
    public ImmutableArray<string> Local { get; }

    /// <summary>True for alphas, betas, candidates and developmental releases.</summary>
    public bool IsPrerelease => PreLetter != NoLetter || Dev is not null;

    /// <summary>The normalised text without the local version.</summary>
    public string Public => Write(withLocal: false, stripZeros: false);

    /// <summary>Epoch and release only.</summary>
    public string Base => new PackageVersion(Epoch, Release, NoLetter, 0, null, null, []).ToString();

    /// <summary>The normalised text with trailing zeros of the release left out: equal for versions that compare equal.</summary>
    public string Canonical => Write(withLocal: true, stripZeros: true);

    /// <summary>Reads a version; white space around it is allowed.</summary>
    /// <param name="text">The text.</param>
    /// <param name="version">The version read.</param>
    /// <returns>False when the text is no version of PEP 440.</returns>
    public static bool TryParse(string? text, [NotNullWhen(true)] out PackageVersion? version)
    {
        version = null;
        if (text is null) return false;
        ReadOnlySpan<char> trimmed = VersionScanner.Trim(text);
        return VersionScanner.Scan(trimmed, 0, VersionScanner.Allow.Local, out PackageVersion? read) == trimmed.Length && (version = read) is not null;
    }

    /// <summary>A copy with other parts, used to work out bounds.</summary>
    internal PackageVersion With(BigInteger? post, BigInteger? dev) => new(Epoch, Release, PreLetter, PreNumber, post, dev, []);

    /// <summary>A version of a release alone.</summary>
    internal static PackageVersion OfRelease(BigInteger epoch, ImmutableArray<BigInteger> release, BigInteger? dev) => new(epoch, release, NoLetter, 0, null, dev, []);

    /// <summary>The order without local versions.</summary>
    /// <param name="other">The other version.</param>
    public int ComparePublic(PackageVersion other)
    {
        int order = Epoch.CompareTo(other.Epoch);
        if (order == 0) order = CompareRelease(Release, other.Release);
        if (order == 0) order = PreRank.CompareTo(other.PreRank);
        if (order == 0) order = PreNumber.CompareTo(other.PreNumber);
        if (order == 0) order = Compare(Post, other.Post, absent: -1);
        return order != 0 ? order : Compare(Dev, other.Dev, absent: 1);
    }

    /// <inheritdoc/>
    public int CompareTo(PackageVersion? other)
    {
        if (other is null) return 1;
        int order = ComparePublic(other);
        return order != 0 ? order : CompareLocal(Local, other.Local);
    }

    /// <inheritdoc/>
    public bool Equals(PackageVersion? other) => other is not null && CompareTo(other) == 0;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as PackageVersion);

    /// <inheritdoc/>
    public override int GetHashCode() => Canonical.GetHashCode(StringComparison.Ordinal);

    /// <summary>The normalised text.</summary>
    public override string ToString() => Write(withLocal: true, stripZeros: false);

    /// <summary>The release compared with zeros filled up (PEP 440, "Final releases").</summary>
    internal static int CompareRelease(ImmutableArray<BigInteger> left, ImmutableArray<BigInteger> right)
    {
        for (int i = 0; i < Math.Max(left.Length, right.Length); i++)
        {
            int order = (i < left.Length ? left[i] : BigInteger.Zero).CompareTo(i < right.Length ? right[i] : BigInteger.Zero);
            if (order != 0) return order;
        }

        return 0;
    }

    // "Summary of permitted suffixes and relative ordering": .devN of a final release sorts before its alphas, everything else after its candidates.
    private int PreRank => PreLetter switch
    {
        "a" => 1,
        "b" => 2,
        "rc" => 3,
        _ => Post is null && Dev is not null ? 0 : 4,
    };

    private static int Compare(BigInteger? left, BigInteger? right, int absent) => (left, right) switch
    {
        (null, null) => 0,
        (null, _) => absent,
        (_, null) => -absent,
        ({ } one, { } two) => one.CompareTo(two),
    };

    // "Local version identifiers": segment by segment, numbers after words, more segments after fewer.
    private static int CompareLocal(ImmutableArray<string> left, ImmutableArray<string> right)
    {
        for (int i = 0; i < Math.Min(left.Length, right.Length); i++)
        {
            bool leftIsNumber = char.IsAsciiDigit(left[i][0]) && left[i].All(char.IsAsciiDigit), rightIsNumber = char.IsAsciiDigit(right[i][0]) && right[i].All(char.IsAsciiDigit);
            int order = leftIsNumber != rightIsNumber ? leftIsNumber.CompareTo(rightIsNumber)
                : leftIsNumber && left[i].Length != right[i].Length ? left[i].Length.CompareTo(right[i].Length)
                : string.CompareOrdinal(left[i], right[i]);
            if (order != 0) return order;
        }

        return left.Length.CompareTo(right.Length);
    }

    private string Write(bool withLocal, bool stripZeros)
    {
        StringBuilder text = new();
        if (!Epoch.IsZero) text.Append(Epoch).Append('!');
        int length = Release.Length;
        while (stripZeros && length > 1 && Release[length - 1].IsZero) length--;
        for (int i = 0; i < length; i++) text.Append(i == 0 ? "" : ".").Append(Release[i]);
        if (PreLetter != NoLetter) text.Append(PreLetter).Append(PreNumber);
        if (Post is { } post) text.Append(".post").Append(post);
        if (Dev is { } dev) text.Append(".dev").Append(dev);
        if (withLocal && !Local.IsEmpty) text.Append('+').AppendJoin('.', Local);
        return text.ToString();
    }
}
