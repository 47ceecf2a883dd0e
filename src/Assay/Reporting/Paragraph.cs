namespace Assay.Reporting;

/// <summary>Breaks text at spaces. Words longer than a line (paths, commands) stay whole, so that they can be copied.</summary>
internal static class Paragraph
{
    private const int Narrowest = 24;

    /// <summary>The lines of a text.</summary>
    /// <param name="text">One line of text.</param>
    /// <param name="width">Columns for the text itself; at least 24 are used.</param>
    public static IEnumerable<string> Lines(string text, int width)
    {
        int room = Math.Max(width, Narrowest);
        while (text.Length > room)
        {
            int cut = text.LastIndexOf(' ', room);
            if (cut <= 0) cut = text.IndexOf(' ', room);
            if (cut <= 0) break;
            yield return text[..cut].TrimEnd();
            text = text[(cut + 1)..].TrimStart();
        }

        yield return text;
    }
}
