using System.Text;

namespace Assay.Blas;

/// <summary>Texts among the constants of a binary.</summary>
internal static class FileText
{
    /// <summary>The text that starts with some words, up to the end of its printable characters; null when it is not there.</summary>
    /// <param name="data">The constants.</param>
    /// <param name="words">How it starts.</param>
    /// <param name="accept">What has to follow right behind; null for anything.</param>
    public static string? Find(ReadOnlySpan<byte> data, ReadOnlySpan<byte> words, Func<byte, bool>? accept = null)
    {
        const int Longest = 200;
        int from = 0;
        while (data[from..].IndexOf(words) is >= 0 and int found)
        {
            int start = from + found;
            int end = start + words.Length;
            if (end < data.Length && (accept is null || accept(data[end])))
            {
                while (end < data.Length && end - start < Longest && data[end] is >= 0x20 and < 0x7f) end++;
                return Encoding.ASCII.GetString(data[start..end]);
            }

            from = start + words.Length;
        }

        return null;
    }

    /// <summary>True when a text is among the constants.</summary>
    public static bool Has(ReadOnlySpan<byte> data, ReadOnlySpan<byte> words) => data.IndexOf(words) >= 0;

    /// <summary>The only C string that is a version and nothing else (<c>0.9.0</c>); null when there are none or several.</summary>
    public static string? LoneVersion(ReadOnlySpan<byte> data)
    {
        string? only = null;
        while (!data.IsEmpty)
        {
            int end = data.IndexOf((byte)0);
            ReadOnlySpan<byte> text = end < 0 ? data : data[..end];
            data = end < 0 ? [] : data[(end + 1)..];
            if (text.Length is < 3 or > 24 || !char.IsAsciiDigit((char)text[0]) || text.Count((byte)'.') is < 1 or > 3 || text.ContainsAnyExcept("0123456789.-abcdefghijklmnopqrstuvwxyz"u8) || text[^1] == '.') continue;
            string version = Encoding.ASCII.GetString(text);
            if (!Version.TryParse(version.Split('-')[0], out _)) continue;
            if (only is not null && only != version) return null;
            only = version;
        }

        return only;
    }
}
