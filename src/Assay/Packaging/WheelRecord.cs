using System.Text;

namespace Assay.Packaging;

/// <summary>One line of RECORD.</summary>
/// <param name="Path">The file, relative to the directory that holds the <c>.dist-info</c>, with '/'.</param>
/// <param name="Hash">The digest as written (<c>sha256=...</c>), or null where there is none.</param>
/// <param name="Size">The size in bytes, or null where there is none.</param>
public readonly record struct WheelRecordEntry(string Path, string? Hash, long? Size);

/// <summary>RECORD: the files of an installed distribution, as CSV with '"' quotes (PEP 376, PEP 427, "The RECORD file").</summary>
public static class WheelRecord
{
    /// <summary>Reads RECORD. Lines that make no sense are counted and skipped.</summary>
    /// <param name="text">The text.</param>
    /// <param name="badLines">How many lines were no entries.</param>
    public static List<WheelRecordEntry> Read(string text, out int badLines)
    {
        List<WheelRecordEntry> entries = [];
        badLines = 0;
        int position = 0;
        while (position < text.Length)
        {
            int fields = ReadRow(text, ref position, out string path, out string hash, out string size);
            if (fields == 0) continue;
            if (fields is < 1 or > 3 || path.Length == 0 || path.AsSpan().ContainsAny('\0', '\uFFFD') || (size.Length > 0 && !long.TryParse(size, out _)))
            {
                badLines++;
                continue;
            }

            entries.Add(new WheelRecordEntry(path.Replace('\\', '/'), hash.Length == 0 ? null : hash, size.Length == 0 ? null : long.Parse(size)));
        }

        return entries;
    }

    /// <summary>Reads one row, which may span lines inside quotes; returns the number of fields, 0 for an empty line.</summary>
    private static int ReadRow(string text, ref int position, out string first, out string second, out string third)
    {
        first = second = third = "";
        int lineEnd = text.IndexOf('\n', position);
        if (lineEnd < 0) lineEnd = text.Length;
        ReadOnlySpan<char> line = text.AsSpan(position, lineEnd - position);
        if (!line.Contains('"'))
        {
            position = lineEnd + 1;
            line = line.TrimEnd('\r');
            if (line.IsEmpty) return 0;
            int comma = line.IndexOf(',');
            if (comma < 0)
            {
                first = line.ToString();
                return 1;
            }

            first = line[..comma].ToString();
            ReadOnlySpan<char> rest = line[(comma + 1)..];
            comma = rest.IndexOf(',');
            if (comma < 0)
            {
                second = rest.ToString();
                return 2;
            }

            second = rest[..comma].ToString();
            third = rest[(comma + 1)..].ToString();
            return third.Contains(',', StringComparison.Ordinal) ? 4 : 3;
        }

        return ReadQuotedRow(text, ref position, out first, out second, out third);
    }

    private static int ReadQuotedRow(string text, ref int position, out string first, out string second, out string third)
    {
        List<string> fields = [];
        StringBuilder field = new();
        bool quoted = false, atStart = true;
        for (; position < text.Length; position++)
        {
            char letter = text[position];
            bool isFirst = atStart;
            atStart = false;
            if (quoted)
            {
                if (letter != '"') field.Append(letter);
                else if (position + 1 < text.Length && text[position + 1] == '"') field.Append(text[position++]);
                else quoted = false;
            }
            else if (letter == '"' && isFirst)
            {
                // A quote inside an unquoted field is an ordinary letter (csv.excel).
                quoted = true;
            }
            else if (letter == ',')
            {
                fields.Add(field.ToString());
                field.Clear();
                atStart = true;
            }
            else if (letter == '\n')
            {
                break;
            }
            else if (letter != '\r')
            {
                field.Append(letter);
            }
        }

        position++;
        fields.Add(field.ToString());
        first = fields[0];
        second = fields.Count > 1 ? fields[1] : "";
        third = fields.Count > 2 ? fields[2] : "";
        return fields.Count;
    }
}
