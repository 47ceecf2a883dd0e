using System.Globalization;
using System.Text;

namespace Assay.Packaging.Trees;

/// <summary>The four kinds of texts.</summary>
internal sealed partial class TomlReader
{
    private string? ReadLiteralText()
    {
        int start = ++position;
        while (Current != '\'')
        {
            if (IsAtEnd || (IsControl(Current) && Current != '\t')) return Fail<string>($"expected the end of a text, found {Found()}");
            position++;
        }

        return text[start..position++];
    }

    private string? ReadLongLiteralText()
    {
        position += 3;
        if (Current == '\n') position++;
        int start = position;
        while (string.CompareOrdinal(text, position, "'''", 0, 3) != 0)
        {
            if (IsAtEnd || (IsControl(Current) && Current is not ('\t' or '\n'))) return Fail<string>($"expected the end of a text, found {Found()}");
            position++;
        }

        string read = text[start..position];
        position += 3;
        return read + FurtherQuotes('\'');
    }

    private string? ReadBasicText()
    {
        position++;
        StringBuilder read = new();
        while (Current != '"')
        {
            if (IsAtEnd || (IsControl(Current) && Current != '\t')) return Fail<string>($"expected the end of a text, found {Found()}");
            if (!ReadLetter(read, isLong: false)) return null;
        }

        position++;
        return read.ToString();
    }

    private string? ReadLongBasicText()
    {
        position += 3;
        if (Current == '\n') position++;
        StringBuilder read = new();
        while (string.CompareOrdinal(text, position, "\"\"\"", 0, 3) != 0)
        {
            if (IsAtEnd || (IsControl(Current) && Current is not ('\t' or '\n'))) return Fail<string>($"expected the end of a text, found {Found()}");
            if (!ReadLetter(read, isLong: true)) return null;
        }

        position += 3;
        return read.ToString() + FurtherQuotes('"');
    }

    // Up to two quotes before the closing three belong to the text.
    private string FurtherQuotes(char quote)
    {
        int count = 0;
        while (count < 2 && Current == quote)
        {
            count++;
            position++;
        }

        return new string(quote, count);
    }

    private bool ReadLetter(StringBuilder read, bool isLong)
    {
        if (Current != '\\')
        {
            read.Append(text[position++]);
            return true;
        }

        position++;
        char letter = Current;
        if (isLong && letter is ' ' or '\t' or '\n') return SkipLineEnd();
        int digits = letter switch { 'u' => 4, 'U' => 8, _ => 0 };
        char plain = letter switch { 'b' => '\b', 't' => '\t', 'n' => '\n', 'f' => '\f', 'r' => '\r', '"' => '"', '\\' => '\\', _ => '\0' };
        position++;
        if (plain != '\0')
        {
            read.Append(plain);
            return true;
        }

        if (digits > 0 && position + digits <= text.Length && text.AsSpan(position, digits).IndexOfAnyExcept("0123456789abcdefABCDEF") < 0
            && uint.TryParse(text.AsSpan(position, digits), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out uint code) && Rune.IsValid(code))
        {
            read.Append(new Rune(code).ToString());
            position += digits;
            return true;
        }

        position--;
        Fail("expected an escape of TOML behind `\\`");
        return false;
    }

    // A backslash at the end of a line takes all white space up to the next letter away.
    private bool SkipLineEnd()
    {
        SkipBlanks();
        if (IsAtEnd) return true;
        if (Current != '\n')
        {
            Fail("expected an escape of TOML behind `\\`");
            return false;
        }

        while (Current is ' ' or '\t' or '\n') position++;
        return true;
    }
}
