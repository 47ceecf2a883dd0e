using System.Collections.Immutable;
using System.Text;

namespace Assay.Packaging;

/// <summary>
/// Reads requirements and markers token by token (PEP 508, "Grammar"; the ends of words as in <c>packaging</c>). Nesting is bounded, since the text may be hostile.
/// </summary>
internal sealed class MarkerParser(string text)
{
    /// <summary>Real markers nest two or three deep.</summary>
    private const int DeepestNesting = 64;

    private static readonly string[] Variables =
    [
        "python_version", "python_full_version", "os_name", "os.name", "sys_platform", "sys.platform", "platform_release", "platform_system", "platform_version", "platform.version",
        "platform_machine", "platform.machine", "platform_python_implementation", "platform.python_implementation", "python_implementation", "implementation_name", "implementation_version",
        "extras", "extra", "dependency_groups",
    ];

    private int position;
    private int depth;

    /// <summary>True when everything was read.</summary>
    public bool IsAtEnd => position == text.Length;

    /// <summary>Where the next token starts.</summary>
    public int Position => position;

    /// <summary>Reads a marker; null when there is none at the position.</summary>
    public MarkerNode? ParseMarker()
    {
        if (++depth > DeepestNesting) return null;
        ImmutableArray<MarkerNode>.Builder items = ImmutableArray.CreateBuilder<MarkerNode>();
        ImmutableArray<bool>.Builder isOr = ImmutableArray.CreateBuilder<bool>();
        while (true)
        {
            if (ParseAtom() is not { } item) return null;
            items.Add(item);
            if (TakeWord("or")) isOr.Add(true);
            else if (TakeWord("and")) isOr.Add(false);
            else break;
        }

        depth--;
        return new MarkerExpression(items.ToImmutable(), isOr.ToImmutable());
    }

    /// <summary>Skips blanks and tabs.</summary>
    public void SkipBlanks()
    {
        while (position < text.Length && text[position] is ' ' or '\t') position++;
    }

    /// <summary>Takes a text if it comes next.</summary>
    public bool Take(string token)
    {
        if (string.CompareOrdinal(text, position, token, 0, token.Length) != 0) return false;
        position += token.Length;
        return true;
    }

    /// <summary>Takes a name: ASCII letters, digits, '.', '_', '-', ending at the end of a word.</summary>
    public string? TakeIdentifier()
    {
        if (position >= text.Length || !char.IsAsciiLetterOrDigit(text[position])) return null;
        int end = position;
        while (end < text.Length && (char.IsAsciiLetterOrDigit(text[end]) || text[end] is '.' or '_' or '-')) end++;
        while (end > position && IsWord(end - 1) == IsWord(end)) end--;
        if (end == position) return null;
        string name = text[position..end];
        position = end;
        return name;
    }

    /// <summary>Takes everything up to the next blank or tab.</summary>
    public string TakeUntilBlank()
    {
        int end = text.AsSpan(position).IndexOfAny(' ', '\t');
        string taken = end < 0 ? text[position..] : text.Substring(position, end);
        position += taken.Length;
        return taken;
    }

    /// <summary>Takes a clause of a version specifier.</summary>
    public string? TakeSpecifier()
    {
        int end = VersionSpecifier.Scan(text, position, out _);
        if (end < 0) return null;
        string taken = text[position..end];
        position = end;
        return taken;
    }

    private MarkerNode? ParseAtom()
    {
        SkipBlanks();
        MarkerNode? node;
        if (Take("("))
        {
            SkipBlanks();
            node = ParseMarker();
            SkipBlanks();
            if (node is null || !Take(")")) return null;
        }
        else
        {
            node = ParseComparison();
        }

        SkipBlanks();
        return node;
    }

    private MarkerComparison? ParseComparison()
    {
        if (ParseOperand() is not { } left) return null;
        SkipBlanks();
        if (ParseOperator() is not { } op) return null;
        SkipBlanks();
        if (ParseOperand() is not { } right) return null;

        // Names of extras and groups are compared in their normalised form (PEP 685).
        if (left is { IsVariable: true, Text: "extra" } && !right.IsVariable) right = right with { Text = PackageName.Normalize(right.Text) };
        else if (right is { IsVariable: true, Text: "extra" or "extras" or "dependency_groups" } && !left.IsVariable) left = left with { Text = PackageName.Normalize(left.Text) };
        return new MarkerComparison(left, op, right);
    }

    private MarkerOperand? ParseOperand()
    {
        if (!(position > 0 && IsWord(position - 1)))
        {
            foreach (string name in Variables)
            {
                if (string.CompareOrdinal(text, position, name, 0, name.Length) != 0 || IsWord(position + name.Length)) continue;
                position += name.Length;
                return new MarkerOperand(name == "python_implementation" ? "platform_python_implementation" : name.Replace('.', '_'), true);
            }
        }

        if (position >= text.Length || text[position] is not ('\'' or '"')) return null;
        int end = text.IndexOf(text[position], position + 1);
        if (end < 0) return null;
        string? value = Unescape(text.AsSpan(position + 1, end - position - 1));
        position = end + 1;
        return value is null ? null : new MarkerOperand(value, false);
    }

    private string? ParseOperator()
    {
        if (TakeWord("in")) return "in";
        if (TakeWord("not"))
        {
            int before = position;
            SkipBlanks();
            return position > before && TakeWord("in") ? "not in" : null;
        }

        foreach (string op in (ReadOnlySpan<string>)["===", "==", "~=", "!=", "<=", ">=", "<", ">"])
            if (Take(op)) return op;
        return null;
    }

    private bool TakeWord(string word)
    {
        if (string.CompareOrdinal(text, position, word, 0, word.Length) != 0 || (position > 0 && IsWord(position - 1)) || IsWord(position + word.Length)) return false;
        position += word.Length;
        return true;
    }

    private bool IsWord(int at) => at >= 0 && at < text.Length && (char.IsLetterOrDigit(text[at]) || text[at] == '_');

    /// <summary>The value of a Python string literal without prefix; null for what Python refuses.</summary>
    private static string? Unescape(ReadOnlySpan<char> literal)
    {
        if (literal.ContainsAny("\n\r\0")) return null;
        if (!literal.Contains('\\')) return literal.ToString();
        StringBuilder value = new();
        for (int i = 0; i < literal.Length; i++)
        {
            if (literal[i] != '\\')
            {
                value.Append(literal[i]);
                continue;
            }

            if (++i == literal.Length) return null;
            int digits = literal[i] switch { 'x' => 2, 'u' => 4, 'U' => 8, _ => 0 };
            if (digits > 0)
            {
                if (i + digits >= literal.Length || !int.TryParse(literal.Slice(i + 1, digits), System.Globalization.NumberStyles.AllowHexSpecifier, null, out int code) || !Rune.IsValid(code)) return null;
                value.Append(new Rune(code).ToString());
                i += digits;
            }
            else if (literal[i] is >= '0' and <= '7')
            {
                int octal = 0, count = 0;
                while (count < 3 && i + count < literal.Length && literal[i + count] is >= '0' and <= '7') octal = (octal * 8) + literal[i + count++] - '0';
                value.Append((char)octal);
                i += count - 1;
            }
            else
            {
                int known = @"\'""abfnrtv".IndexOf(literal[i], StringComparison.Ordinal);
                if (known < 0) value.Append('\\').Append(literal[i]);
                else value.Append("\\'\"\a\b\f\n\r\t\v"[known]);
            }
        }

        return value.ToString();
    }
}
