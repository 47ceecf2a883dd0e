using System.Globalization;
using System.Text.RegularExpressions;

namespace Assay.Packaging.Trees;

/// <summary>Numbers, dates, lists and inline tables.</summary>
internal sealed partial class TomlReader
{
    private TreeNode? ReadValue(int depth)
    {
        if (depth > TreeReading.DeepestNesting) return Fail<TreeNode>($"expected at most {TreeReading.DeepestNesting} lists and tables in each other");
        int line = LineHere();
        switch (Current)
        {
            case '"' or '\'':
                bool isBasic = Current == '"', isLong = string.CompareOrdinal(text, position, isBasic ? "\"\"\"" : "'''", 0, 3) == 0;
                return (isBasic ? isLong ? ReadLongBasicText() : ReadBasicText() : isLong ? ReadLongLiteralText() : ReadLiteralText()) is { } read ? new TreeNode(TreeKind.Text, line, read) : null;
            case '[':
                return ReadList(depth, line);
            case '{':
                return ReadInlineTable(depth, line);
        }

        foreach (string word in (ReadOnlySpan<string>)["true", "false"])
            if (Take(word)) return new TreeNode(TreeKind.Boolean, line, word);
        if (ReadMoment(line) is { } moment) return moment;
        if (problem is not null) return null;
        if (NumberForm().Match(text, position) is { Success: true } number) return ReadNumber(number, line);
        foreach (string word in (ReadOnlySpan<string>)["inf", "nan", "-inf", "+inf", "-nan", "+nan"])
            if (Take(word)) return new TreeNode(TreeKind.Number, line, word.TrimStart('+'));
        return Fail<TreeNode>($"expected a value, found {Found()}");
    }

    private TreeNode? ReadList(int depth, int line)
    {
        TreeNode list = new(TreeKind.List, line);
        position++;
        while (true)
        {
            SkipBlanksLinesAndComments();
            if (problem is not null) return null;
            if (Current == ']') break;
            if (ReadValue(depth + 1) is not { } item) return null;
            list.Items.Add(item);
            SkipBlanksLinesAndComments();
            if (problem is not null) return null;
            if (Current == ']') break;
            if (Current != ',') return Fail<TreeNode>($"expected `,` or `]`, found {Found()}");
            position++;
        }

        position++;
        return list;
    }

    private TreeNode? ReadInlineTable(int depth, int line)
    {
        TreeNode table = new(TreeKind.Table, line);
        position++;
        SkipBlanks();
        while (Current != '}' || table.Members.Count > 0)
        {
            if (ReadKeyAndEquals() is not { } key || ReadValue(depth + 1) is not { } value) return null;
            if (tables.AddInline(table, key, value, line) is { } refused) return Fail<TreeNode>(refused);
            SkipBlanks();
            if (Current == '}') break;
            if (Current != ',') return Fail<TreeNode>($"expected `,` or `}}`, found {Found()}");
            position++;
            SkipBlanks();
        }

        position++;
        return table;
    }

    private void SkipBlanksLinesAndComments()
    {
        while (problem is null && !IsAtEnd && Current is ' ' or '\t' or '\n' or '#')
        {
            if (Current == '#') SkipComment();
            else position++;
        }
    }

    private TreeNode? ReadNumber(Match match, int line)
    {
        string digits = match.Value.Replace("_", "", StringComparison.Ordinal);
        position += match.Length;
        if (match.Groups["float"].Length > 0) return new TreeNode(TreeKind.Number, line, double.Parse(digits, CultureInfo.InvariantCulture).ToString("R", CultureInfo.InvariantCulture));
        int numberBase = digits.StartsWith("0x", StringComparison.Ordinal) ? 16 : digits.StartsWith("0o", StringComparison.Ordinal) ? 8 : digits.StartsWith("0b", StringComparison.Ordinal) ? 2 : 10;
        return (numberBase == 10 ? long.TryParse(digits, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long value) : TryReadBase(digits.AsSpan(2), numberBase, out value))
            ? new TreeNode(TreeKind.Integer, line, value.ToString(CultureInfo.InvariantCulture))
            : Fail<TreeNode>("expected an integer of 64 bits");
    }

    private static bool TryReadBase(ReadOnlySpan<char> digits, int numberBase, out long value)
    {
        value = 0;
        foreach (char digit in digits)
        {
            if (value > (long.MaxValue - Convert.ToInt32(digit.ToString(), 16)) / numberBase) return false;
            value = (value * numberBase) + Convert.ToInt32(digit.ToString(), 16);
        }

        return true;
    }

    private TreeNode? ReadMoment(int line)
    {
        if (DateForm().Match(text, position) is { Success: true } date)
        {
            if (!DateOnly.TryParseExact(date.Groups["date"].Value, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _)) return Fail<TreeNode>("expected a date that is in the calendar");
            position += date.Length;
            string day = date.Groups["date"].Value;
            if (!date.Groups["clock"].Success) return new TreeNode(TreeKind.LocalDate, line, day);
            string offset = date.Groups["offset"].Value is "Z" or "z" or "-00:00" ? "+00:00" : date.Groups["offset"].Value;
            return new TreeNode(offset.Length == 0 ? TreeKind.LocalMoment : TreeKind.OffsetMoment, line, $"{day}T{Clock(date)}{offset}");
        }

        if (TimeForm().Match(text, position) is not { Success: true } time) return null;
        position += time.Length;
        return new TreeNode(TreeKind.LocalTime, line, Clock(time));
    }

    // To the microsecond, as most programs keep it.
    private static string Clock(Match match)
    {
        string fraction = match.Groups["fraction"].Value;
        string kept = fraction.Length > 6 ? fraction[..6] : fraction.PadRight(6, '0');
        return match.Groups["clock"].Value + (kept.All(digit => digit == '0') ? "" : "." + kept);
    }

    private bool Take(string word)
    {
        if (string.CompareOrdinal(text, position, word, 0, word.Length) != 0) return false;
        position += word.Length;
        return true;
    }

    [GeneratedRegex(@"\G(?:0(?:x[0-9A-Fa-f](?:_?[0-9A-Fa-f])*|b[01](?:_?[01])*|o[0-7](?:_?[0-7])*)|[+-]?(?:0|[1-9](?:_?[0-9])*)(?<float>(?:\.[0-9](?:_?[0-9])*)?(?:[eE][+-]?[0-9](?:_?[0-9])*)?))", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex NumberForm();

    [GeneratedRegex(@"\G(?<date>[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01]))([Tt ](?<clock>([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9])(\.(?<fraction>[0-9]+))?(?<offset>[Zz]|[+-]([01][0-9]|2[0-3]):[0-5][0-9])?)?", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex DateForm();

    [GeneratedRegex(@"\G(?<clock>([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9])(\.(?<fraction>[0-9]+))?", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex TimeForm();
}
