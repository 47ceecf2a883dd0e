namespace Assay.Packaging.Trees;

/// <summary>
/// A small strict reader of TOML 1.0 (https://toml.io/en/v1.0.0): our own, since the program takes no package for it. It accepts and refuses what Python's <c>tomllib</c> does, except
/// that integers have 64 bits and nesting has a bound. This part holds the statements; values are in the other parts.
/// </summary>
internal sealed partial class TomlReader
{
    private readonly string text;
    private readonly TomlTables tables = new();
    private int position;
    private int countedTo;
    private int countedLine = 1;
    private string? problem;

    private TomlReader(string text) => this.text = text.Replace("\r\n", "\n", StringComparison.Ordinal);

    private bool IsAtEnd => position >= text.Length;

    private char Current => position < text.Length ? text[position] : '\0';

    /// <summary>Reads a document.</summary>
    /// <param name="text">The text.</param>
    public static TreeReading Read(string text)
    {
        TomlReader reader = new(text);
        while (reader.problem is null && !reader.IsAtEnd) reader.ReadStatement();
        return reader.problem is { } problem ? new TreeReading(null, problem) : new TreeReading(reader.tables.Root, null);
    }

    private void ReadStatement()
    {
        SkipBlanks();
        if (IsAtEnd) return;
        if (Current == '[') ReadHeader();
        else if (Current is not ('#' or '\n')) ReadPair();
        if (problem is not null) return;
        SkipBlanks();
        SkipComment();
        if (problem is not null || IsAtEnd) return;
        if (Current != '\n') Fail($"expected the end of the line, found {Found()}");
        else position++;
    }

    // [table] and [[array of tables]].
    private void ReadHeader()
    {
        bool isArray = string.CompareOrdinal(text, position, "[[", 0, 2) == 0;
        int line = LineHere();
        position += isArray ? 2 : 1;
        SkipBlanks();
        if (ReadKey() is not { } key) return;
        if (string.CompareOrdinal(text, position, "]]", 0, isArray ? 2 : 1) != 0)
        {
            Fail($"expected `{(isArray ? "]]" : "]")}`, found {Found()}");
            return;
        }

        position += isArray ? 2 : 1;
        if (tables.Declare(key, isArray, line) is { } refused) Fail(refused);
    }

    private void ReadPair()
    {
        int line = LineHere();
        if (ReadKeyAndEquals() is not { } key || ReadValue(0) is not { } value) return;
        if (tables.Add(key, value, line) is { } refused) problem ??= $"line {line}: {refused}";
    }

    private List<string>? ReadKeyAndEquals()
    {
        if (ReadKey() is not { } key) return null;
        if (Current != '=') return Fail<List<string>>($"expected `=` behind a key, found {Found()}");
        position++;
        SkipBlanks();
        return key;
    }

    private List<string>? ReadKey()
    {
        List<string> parts = [];
        while (true)
        {
            if (ReadKeyPart() is not { } part) return null;
            parts.Add(part);
            if (parts.Count > TreeReading.DeepestNesting) return Fail<List<string>>($"expected a key of at most {TreeReading.DeepestNesting} parts");
            SkipBlanks();
            if (Current != '.') return parts;
            position++;
            SkipBlanks();
        }
    }

    private string? ReadKeyPart()
    {
        if (Current == '"') return ReadBasicText();
        if (Current == '\'') return ReadLiteralText();
        int start = position;
        while (char.IsAsciiLetterOrDigit(Current) || Current is '_' or '-') position++;
        return position > start ? text[start..position] : Fail<string>($"expected a key, found {Found()}");
    }

    private void SkipBlanks()
    {
        while (Current is ' ' or '\t') position++;
    }

    private void SkipComment()
    {
        if (Current != '#') return;
        int end = text.IndexOf('\n', position);
        if (end < 0) end = text.Length;
        for (; position < end; position++)
        {
            if (!IsControl(text[position]) || text[position] == '\t') continue;
            Fail("expected no control character in a comment");
            return;
        }
    }

    private static bool IsControl(char letter) => letter is < ' ' or '\u007f';

    private int LineHere()
    {
        int end = Math.Min(position, text.Length);
        countedLine += text.AsSpan(countedTo, end - countedTo).Count('\n');
        countedTo = end;
        return countedLine;
    }

    private string Found() => IsAtEnd ? "the end of the file" : Current == '\n' ? "the end of the line" : IsControl(Current) ? "a control character" : $"`{Current}`";

    private void Fail(string message) => problem ??= $"line {LineHere()}: {message}";

    private T? Fail<T>(string message)
        where T : class
    {
        Fail(message);
        return null;
    }
}
