using System.Buffers;
using System.Text;
using Assay.Imports.Syntax;

namespace Assay.Snapshots;

/// <summary>
/// Leaves out of a Python source its comments and the content of long texts, which are mostly documentation; every line keeps its number. A text that was left out is a value that
/// nobody knows, see <see cref="StringLiterals.LeftOut"/>.
/// </summary>
internal static class SourceThinning
{
    private static readonly SearchValues<byte> Special = SearchValues.Create("'\"#\n()[]{}"u8);

    // Documentation stands alone; what stands in an expression may be a message, and one of this length is none.
    private const int LongestDocumentation = 40, LongestKept = 600, ShortestSaid = 24;

    /// <summary>The source without them.</summary>
    /// <param name="source">The source, UTF-8.</param>
    /// <param name="messages">What the verdicts say: texts that it is made of are kept.</param>
    public static byte[] Thin(byte[] source, string messages)
    {
        using MemoryStream thin = new(source.Length);
        int at = 0, kept = 0, line = 1, brackets = 0;
        while (at < source.Length)
        {
            int step = source.AsSpan(at).IndexOfAny(Special);
            if (step < 0) break;
            at += step;
            switch (source[at])
            {
                case (byte)'(' or (byte)'[' or (byte)'{':
                    brackets++;
                    at++;
                    break;
                case (byte)')' or (byte)']' or (byte)'}':
                    brackets--;
                    at++;
                    break;
                case (byte)'\n':
                    line++;
                    at++;
                    break;
                case (byte)'#':
                    int length = source.AsSpan(at).IndexOf((byte)'\n');
                    int stop = length < 0 ? source.Length : at + length;

                    // The first two lines may say how the file is encoded (PEP 263).
                    if (line > 2) Replace(at, stop, SourceWords.In(source.AsSpan(at, stop - at), "#"u8));
                    at = stop;
                    break;
                default:
                    int behind = StringSkipper.Skip(source, at, source.Length, kept);
                    line += ThinText(at, behind);
                    at = behind;
                    break;
            }
        }

        thin.Write(source.AsSpan(kept));
        return thin.ToArray();

        void Replace(int from, int to, ReadOnlySpan<byte> instead)
        {
            if (instead.Length >= to - from) return;
            thin.Write(source.AsSpan(kept, from - kept));
            thin.Write(instead);
            kept = to;
        }

        // A line of it stands in a message: what is filled in and escaped stands in others.
        bool IsSaid(ReadOnlySpan<byte> text)
        {
            if (messages.Length == 0) return false;
            foreach (string part in Encoding.UTF8.GetString(text).Split('\n'))
                if (part.Trim() is { Length: >= ShortestSaid } said && messages.Contains(said, StringComparison.Ordinal)) return true;
            return false;
        }

        int ThinText(int quote, int behind)
        {
            int lines = source.AsSpan(quote, behind - quote).Count((byte)'\n');
            (int start, int stop) = StringLiterals.Content(source, quote, behind);
            bool isTriple = StringSkipper.IsTriple(source, quote, behind) && behind - quote >= 6;
            bool isClosed = stop > start && source.AsSpan(stop, behind - stop).SequenceEqual(source.AsSpan(quote, behind - stop));
            if (!isClosed || stop - start <= (brackets <= 0 && StandsAlone(source, quote, behind) ? LongestDocumentation : LongestKept) || (lines > 0 && !isTriple) || HasOtherPrefix(source, quote) || IsSaid(source.AsSpan(start, stop - start))) return lines;
            byte[] words = SourceWords.In(source.AsSpan(start, stop - start), [StringLiterals.LeftOut]);
            if (words.Length == 0) words = [StringLiterals.LeftOut];
            Replace(start, stop, [.. words, .. Enumerable.Repeat((byte)'\n', lines)]);
            return lines;
        }
    }

    private static bool StandsAlone(byte[] source, int quote, int behind)
    {
        int before = quote;
        while (before > 0 && (source[before - 1] | 0x20) is 'r' or 'u') before--;
        while (before > 0 && source[before - 1] is (byte)' ' or (byte)'\t') before--;
        while (behind < source.Length && source[behind] is (byte)' ' or (byte)'\t') behind++;
        return (before == 0 || source[before - 1] == '\n') && (behind == source.Length || source[behind] == '\n');
    }

    // Bytes and format strings are other things than texts; r and u change nothing.
    private static bool HasOtherPrefix(byte[] source, int quote)
    {
        for (int at = quote - 1; at >= 0 && quote - at <= 2 && Characters.IsIdentifierPart(source[at]); at--)
            if ((source[at] | 0x20) is 'b' or 'f' or 't') return true;
        return false;
    }
}
