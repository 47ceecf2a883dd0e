using System.Globalization;
using System.Text;

namespace Assay.Reporting;

/// <summary>Makes text from a subject safe to print: a file name may hold newlines or sequences that command a terminal.</summary>
public static class PrintableText
{
    /// <summary>The text with control characters and characters that reorder a line written as escapes; everything else unchanged.</summary>
    /// <param name="text">Text of any origin.</param>
    public static string OneLine(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        int first = 0;
        while (first < text.Length && !IsUnsafe(text[first])) first++;
        if (first == text.Length) return text;

        StringBuilder safe = new(text, 0, first, text.Length + 16);
        foreach (char character in text.AsSpan(first))
        {
            if (!IsUnsafe(character)) safe.Append(character);
            else if (character == '\n') safe.Append(@"\n");
            else if (character == '\r') safe.Append(@"\r");
            else if (character == '\t') safe.Append(@"\t");
            else if (character < 0x100) safe.Append(@"\x").Append(((int)character).ToString("x2", CultureInfo.InvariantCulture));
            else safe.Append(@"\u").Append(((int)character).ToString("x4", CultureInfo.InvariantCulture));
        }

        return safe.ToString();
    }

    /// <summary>The text cut to a number of columns, with "..." where something was left out.</summary>
    /// <param name="text">One line.</param>
    /// <param name="width">The columns there are; less than four cuts without dots.</param>
    public static string Fit(string text, int width)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (text.Length <= width) return text;
        return width < 4 ? text[..Math.Max(width, 0)] : text[..(width - 3)] + "...";
    }

    // Unicode's explicit directional formatting (UAX #9, section 2) and the two separators that end a line.
    private static bool IsUnsafe(char character) =>
        char.IsControl(character) || character is '\u2028' or '\u2029' or (>= '\u202a' and <= '\u202e') or (>= '\u2066' and <= '\u2069');
}
