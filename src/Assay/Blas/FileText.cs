using System.Text;
using Assay.Binaries;

namespace Assay.Blas;

/// <summary>Texts among the constants of a binary, which are read when the first is looked for.</summary>
/// <param name="image">The binary.</param>
internal sealed class FileText(BinaryImage image)
{
    private readonly Lazy<ReadOnlyMemory<byte>> data = new(image.ReadOnlyData);

    /// <summary>The text that starts with some words, up to the end of its printable characters; null when it is not there.</summary>
    /// <param name="words">How it starts.</param>
    /// <param name="isNumbered">True when a digit has to follow right behind.</param>
    public string? Find(ReadOnlySpan<byte> words, bool isNumbered = false)
    {
        byte[] wanted = words.ToArray();
        return image.Ask($"constant text that starts with {Encoding.ASCII.GetString(wanted)}{(isNumbered ? "and a digit" : "")}", () => Find(data.Value.Span, wanted, isNumbered ? static next => char.IsAsciiDigit((char)next) : null) is { } text ? [text] : []) is [var found, ..] ? found : null;
    }

    /// <summary>True when a text is among the constants.</summary>
    /// <param name="words">The text.</param>
    public bool Has(ReadOnlySpan<byte> words)
    {
        byte[] wanted = words.ToArray();
        return image.AskWhether($"constants hold {Encoding.ASCII.GetString(wanted)}", () => data.Value.Span.IndexOf(wanted) >= 0);
    }

    /// <summary>The only C string that is a version and nothing else (<c>0.9.0</c>); null when there are none or several.</summary>
    public string? LoneVersion() => image.Ask("the only version among the constants", () => LoneVersion(data.Value.Span) is { } version ? [version] : []) is [var found, ..] ? found : null;

    /// <summary>The text that starts with some words, up to the end of its printable characters; null when it is not there.</summary>
    /// <param name="data">The constants.</param>
    /// <param name="words">How it starts.</param>
    /// <param name="accept">What has to follow right behind; null for anything.</param>
    private static string? Find(ReadOnlySpan<byte> data, ReadOnlySpan<byte> words, Func<byte, bool>? accept = null)
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

    /// <summary>The only C string that is a version and nothing else (<c>0.9.0</c>); null when there are none or several.</summary>
    private static string? LoneVersion(ReadOnlySpan<byte> data)
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
