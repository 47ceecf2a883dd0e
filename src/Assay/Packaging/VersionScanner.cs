using System.Collections.Immutable;
using System.Globalization;
using System.Numerics;

namespace Assay.Packaging;

/// <summary>Recognises versions inside longer texts (PEP 440, appendix B: the regular expression, read from left to right without backtracking).</summary>
internal static class VersionScanner
{
    /// <summary>Python refuses to convert longer numbers (<c>sys.int_info.default_max_str_digits</c>), and so do its installers.</summary>
    private const int MostDigits = 4300;

    private static readonly string[] PreLetters = ["alpha", "beta", "preview", "pre", "a", "b", "c", "rc"];
    private static readonly string[] PostLetters = ["post", "rev", "r"];

    /// <summary>What may follow the public part.</summary>
    [Flags]
    public enum Allow
    {
        /// <summary>Nothing.</summary>
        None = 0,

        /// <summary>A local version.</summary>
        Local = 1,

        /// <summary><c>.*</c> right after the release.</summary>
        Wildcard = 2,
    }

    /// <summary>Drops the white space that Python's <c>\s</c> matches.</summary>
    public static ReadOnlySpan<char> Trim(ReadOnlySpan<char> text)
    {
        int start = 0, end = text.Length;
        while (start < end && IsSpace(text[start])) start++;
        while (end > start && IsSpace(text[end - 1])) end--;
        return text[start..end];
    }

    /// <summary>True for the characters of Python's <c>\s</c>, which has four control characters more than .NET's white space.</summary>
    public static bool IsSpace(char letter) => char.IsWhiteSpace(letter) || letter is >= '\x1c' and <= '\x1f';

    /// <summary>Reads the longest version that starts at a position.</summary>
    /// <param name="text">The text.</param>
    /// <param name="start">Where the version starts.</param>
    /// <param name="allow">What may follow the public part.</param>
    /// <param name="version">The version read; for a wildcard, its release.</param>
    /// <returns>The position after the version, or -1 when none starts there.</returns>
    public static int Scan(ReadOnlySpan<char> text, int start, Allow allow, out PackageVersion? version)
    {
        version = null;
        int at = start;
        if (at < text.Length && text[at] is 'v' or 'V') at++;
        int digits = Digits(text, at);
        if (digits == 0) return -1;
        if (!Number(text.Slice(at, digits), out BigInteger first)) return -1;
        BigInteger epoch = 0;
        at += digits;
        if (at < text.Length && text[at] == '!' && Digits(text, at + 1) is > 0 and int releaseDigits)
        {
            epoch = first;
            if (!Number(text.Slice(at + 1, releaseDigits), out first)) return -1;
            at += 1 + releaseDigits;
        }

        ImmutableArray<BigInteger>.Builder release = ImmutableArray.CreateBuilder<BigInteger>();
        release.Add(first);
        while (at < text.Length && text[at] == '.' && Digits(text, at + 1) is > 0 and int more)
        {
            if (!Number(text.Slice(at + 1, more), out BigInteger next)) return -1;
            release.Add(next);
            at += 1 + more;
        }

        if (allow.HasFlag(Allow.Wildcard) && at + 1 < text.Length && text[at] == '.' && text[at + 1] == '*')
        {
            version = PackageVersion.OfRelease(epoch, release.ToImmutable(), null);
            return at + 2;
        }

        string preLetter = "";
        BigInteger preNumber = 0;
        BigInteger? post = null, dev = null;
        if (Word(text, at, PreLetters, out int afterPre, out string letter, out BigInteger number))
        {
            preLetter = letter switch { "alpha" or "a" => "a", "beta" or "b" => "b", _ => "rc" };
            preNumber = number;
            at = afterPre;
        }

        if (at < text.Length && text[at] == '-' && Digits(text, at + 1) is > 0 and int bare)
        {
            if (!Number(text.Slice(at + 1, bare), out BigInteger implicitPost)) return -1;
            post = implicitPost;
            at += 1 + bare;
        }
        else if (Word(text, at, PostLetters, out int afterPost, out _, out number))
        {
            post = number;
            at = afterPost;
        }

        if (Word(text, at, ["dev"], out int afterDev, out _, out number))
        {
            dev = number;
            at = afterDev;
        }

        ImmutableArray<string> local = [];
        if (allow.HasFlag(Allow.Local) && at < text.Length && text[at] == '+') at = Local(text, at, out local);
        version = new PackageVersion(epoch, release.ToImmutable(), preLetter, preNumber, post, dev, local);
        return at;
    }

    /// <summary>A word with an optional separator on both sides and an optional number.</summary>
    private static bool Word(ReadOnlySpan<char> text, int start, ReadOnlySpan<string> words, out int end, out string word, out BigInteger number)
    {
        end = start;
        number = 0;
        int at = start;
        if (at < text.Length && text[at] is '.' or '_' or '-') at++;
        foreach (string candidate in words)
        {
            if (at + candidate.Length > text.Length || !text.Slice(at, candidate.Length).Equals(candidate, StringComparison.OrdinalIgnoreCase)) continue;
            if (text.Slice(at, candidate.Length).ContainsAnyExceptInRange('\0', '\x7f')) continue;
            at += candidate.Length;
            if (at < text.Length && text[at] is '.' or '_' or '-' && Digits(text, at + 1) > 0) at++;
            else if (at < text.Length && text[at] is '.' or '_' or '-' && !StartsAnotherPart(text, at)) at++;
            int digits = Digits(text, at);
            if (digits > 0 && !Number(text.Slice(at, digits), out number)) break;
            word = candidate;
            end = at + digits;
            return true;
        }

        word = "";
        return false;
    }

    /// <summary>A separator may belong to the word before it or to the one behind it; both readings mean the same, so it is left to the one behind.</summary>
    private static bool StartsAnotherPart(ReadOnlySpan<char> text, int separator)
    {
        ReadOnlySpan<char> rest = text[(separator + 1)..];
        return rest.StartsWith("post", StringComparison.OrdinalIgnoreCase) || rest.StartsWith("r", StringComparison.OrdinalIgnoreCase) || rest.StartsWith("dev", StringComparison.OrdinalIgnoreCase);
    }

    private static int Local(ReadOnlySpan<char> text, int plus, out ImmutableArray<string> local)
    {
        ImmutableArray<string>.Builder segments = ImmutableArray.CreateBuilder<string>();
        int end = plus;
        for (int at = plus; at < text.Length && (at == plus || text[at] is '.' or '_' or '-');)
        {
            int length = 0;
            while (at + 1 + length < text.Length && char.IsAsciiLetterOrDigit(text[at + 1 + length])) length++;
            if (length == 0) break;
            string segment = text.Slice(at + 1, length).ToString().ToLowerInvariant();
            if (segment.All(char.IsAsciiDigit)) segment = segment.TrimStart('0') is { Length: > 0 } number ? number : "0";
            segments.Add(segment);
            at += 1 + length;
            end = at;
        }

        local = segments.ToImmutable();
        return end;
    }

    private static int Digits(ReadOnlySpan<char> text, int start)
    {
        int count = 0;
        while (start + count < text.Length && char.IsAsciiDigit(text[start + count])) count++;
        return count;
    }

    private static bool Number(ReadOnlySpan<char> digits, out BigInteger number)
    {
        number = 0;
        return digits.Length <= MostDigits && BigInteger.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out number);
    }
}
