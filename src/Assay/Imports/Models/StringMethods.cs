using Assay.Imports.Values;
using Assay.Imports.Walking;

namespace Assay.Imports.Models;

/// <summary>The methods of <c>str</c>.</summary>
internal static class StringMethods
{
    /// <summary>Calls one.</summary>
    /// <param name="walk">The walk.</param>
    /// <param name="self">The string.</param>
    /// <param name="name">The method.</param>
    /// <param name="arguments">The arguments.</param>
    public static Value Call(Interpreter walk, StringValue self, string name, Arguments arguments)
    {
        if (name == "join") return Join(walk, self, arguments);
        if (name == "format") return arguments.IsOpen ? UnknownValue.Instance : walk.FormatBraces(self, arguments);
        if (name == "format_map") return UnknownValue.Instance;
        if (arguments.IsOpen || arguments.Positional.Any(argument => argument is UnknownValue or StringValue { IsApproximate: true })) return UnknownValue.Instance;
        string text = self.Text;
        string? first = (arguments.Get(0) as StringValue)?.Text;
        string? second = (arguments.Get(1) as StringValue)?.Text;
        long? number = arguments.Get(0) is { } value ? Operations.Integer(value) : null;
        Value result = name switch
        {
            "lower" or "casefold" => Text(text.ToLowerInvariant()),
            "upper" => Text(text.ToUpperInvariant()),
            "capitalize" => Text(text.Length == 0 ? "" : char.ToUpperInvariant(text[0]) + text[1..].ToLowerInvariant()),
            "title" => Text(Title(text)),
            "strip" or "lstrip" or "rstrip" => arguments.Positional.Length == 0 || arguments.Positional[0] == SingletonValue.None || first is not null ? Text(Strip(text, name, first)) : UnknownValue.Instance,
            "startswith" or "endswith" when arguments.Positional.Length == 1 => Affix(text, arguments.Positional[0], name == "startswith"),
            "replace" when first is not null && second is not null && arguments.Positional.Length == 2 => Replace(text, first, second),
            "removeprefix" when first is not null => Text(text.StartsWith(first, StringComparison.Ordinal) ? text[first.Length..] : text),
            "removesuffix" when first is { Length: > 0 } => Text(text.EndsWith(first, StringComparison.Ordinal) ? text[..^first.Length] : text),
            "split" or "rsplit" => Split(walk, text, arguments, name == "rsplit"),
            "splitlines" => Lines(walk, text, arguments),
            "partition" when first is { Length: > 0 } => Partition(text, first, text.IndexOf(first, StringComparison.Ordinal), false),
            "rpartition" when first is { Length: > 0 } => Partition(text, first, text.LastIndexOf(first, StringComparison.Ordinal), true),
            "find" when first is not null && arguments.Positional.Length == 1 => IntegerValue.Of(text.IndexOf(first, StringComparison.Ordinal)),
            "rfind" when first is not null && arguments.Positional.Length == 1 => IntegerValue.Of(text.LastIndexOf(first, StringComparison.Ordinal)),
            "index" when first is not null && arguments.Positional.Length == 1 && text.Contains(first, StringComparison.Ordinal) => IntegerValue.Of(text.IndexOf(first, StringComparison.Ordinal)),
            "count" when first is { Length: > 0 } => IntegerValue.Of(text.Split(first).Length - 1),
            "isdigit" or "isdecimal" or "isnumeric" when text.All(char.IsAscii) => BooleanValue.Of(text.Length > 0 && text.All(char.IsAsciiDigit)),
            "isalpha" => BooleanValue.Of(text.Length > 0 && text.All(char.IsLetter)),
            "isalnum" => BooleanValue.Of(text.Length > 0 && text.All(char.IsLetterOrDigit)),
            "isidentifier" when text.All(char.IsAscii) => BooleanValue.Of(text.Length > 0 && !char.IsAsciiDigit(text[0]) && text.All(c => char.IsAsciiLetterOrDigit(c) || c == '_')),
            "isupper" => BooleanValue.Of(text.Any(char.IsUpper) && !text.Any(char.IsLower)),
            "islower" => BooleanValue.Of(text.Any(char.IsLower) && !text.Any(char.IsUpper)),
            "isspace" => BooleanValue.Of(text.Length > 0 && text.All(char.IsWhiteSpace)),
            "ljust" when number is >= 0 and < 10_000 => Text(text.PadRight((int)number, Fill(second))),
            "rjust" when number is >= 0 and < 10_000 => Text(text.PadLeft((int)number, Fill(second))),
            "zfill" when number is >= 0 and < 10_000 => Text(text.StartsWith('-') ? "-" + text[1..].PadLeft((int)number - 1, '0') : text.PadLeft((int)number, '0')),
            "encode" when text.All(char.IsAscii) => new BytesValue(System.Text.Encoding.ASCII.GetBytes(text)),
            _ => UnknownValue.Instance,
        };
        if (!self.IsApproximate) return result;
        if (name is "find" or "rfind" && first is not null && self.Contains(first) == false) return IntegerValue.Of(-1);
        return result is StringValue made ? new StringValue(made.Text, true) : UnknownValue.Instance;
    }

    private static StringValue Text(string text) => new(text);

    private static char Fill(string? fill) => fill is { Length: 1 } ? fill[0] : ' ';

    private static string Title(string text)
    {
        char[] letters = text.ToLowerInvariant().ToCharArray();
        for (int i = 0; i < letters.Length; i++)
        {
            if (char.IsLetter(letters[i]) && (i == 0 || !char.IsLetter(letters[i - 1]))) letters[i] = char.ToUpperInvariant(letters[i]);
        }

        return new string(letters);
    }

    private static string Strip(string text, string name, string? characters)
    {
        char[]? set = characters?.ToCharArray();
        return name switch
        {
            "lstrip" => set is null ? text.TrimStart() : text.TrimStart(set),
            "rstrip" => set is null ? text.TrimEnd() : text.TrimEnd(set),
            _ => set is null ? text.Trim() : text.Trim(set),
        };
    }

    private static Value Affix(string text, Value affixes, bool start)
    {
        Value[] list = affixes is TupleValue tuple ? tuple.Items : [affixes];
        bool known = true;
        foreach (Value item in list)
        {
            if (item is not StringValue { IsApproximate: false } affix) known = false;
            else if (start ? text.StartsWith(affix.Text, StringComparison.Ordinal) : text.EndsWith(affix.Text, StringComparison.Ordinal)) return BooleanValue.True;
        }

        return known ? BooleanValue.False : UnknownValue.Instance;
    }

    private static Value Replace(string text, string old, string replacement)
    {
        if (old.Length == 0) return UnknownValue.Instance;
        double size = text.Length + ((text.Length / (double)old.Length) * replacement.Length);
        return size > Operations.LargestText ? UnknownValue.Instance : Text(text.Replace(old, replacement, StringComparison.Ordinal));
    }

    private static Value Join(Interpreter walk, StringValue separator, Arguments arguments)
    {
        if (walk.Iterate(arguments.Get(0) ?? UnknownValue.Instance) is not { } items) return UnknownValue.Instance;
        bool approximate = separator.IsApproximate;
        long size = 0;
        foreach (Value item in items)
        {
            if (item is not StringValue part) return UnknownValue.Instance;
            approximate |= part.IsApproximate;
            size += part.Text.Length + separator.Text.Length;
        }

        return size > Operations.LargestText ? UnknownValue.Instance : new StringValue(string.Join(separator.Text, items.Select(item => ((StringValue)item).Text)), approximate);
    }

    private static Value Split(Interpreter walk, string text, Arguments arguments, bool fromRight)
    {
        Value separatorValue = arguments.Get(0, "sep") ?? SingletonValue.None;
        long limit = arguments.Get(1, "maxsplit") is { } given ? Operations.Integer(given) ?? -1 : -1;
        List<string> parts = [];
        if (separatorValue == SingletonValue.None)
        {
            string[] words = text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
            if (limit >= 0 && words.Length > limit + 1) return UnknownValue.Instance;
            parts.AddRange(words);
        }
        else if (separatorValue is StringValue { Text.Length: > 0 } separator)
        {
            string[] all = text.Split(separator.Text);
            if (limit < 0 || all.Length <= limit + 1)
            {
                parts.AddRange(all);
            }
            else if (fromRight)
            {
                parts.Add(string.Join(separator.Text, all[..^(int)limit]));
                parts.AddRange(all[^(int)limit..]);
            }
            else
            {
                parts.AddRange(all[..(int)limit]);
                parts.Add(string.Join(separator.Text, all[(int)limit..]));
            }
        }
        else
        {
            return UnknownValue.Instance;
        }

        return walk.NewList(parts.Select(part => new StringValue(part)));
    }

    private static Value Lines(Interpreter walk, string text, Arguments arguments)
    {
        bool keep = arguments.Get(0, "keepends") is { } given && Operations.Truth(given) == true;
        List<Value> lines = [];
        int start = 0;
        for (int i = 0; i < text.Length; i++)
        {
            if (text[i] is not ('\n' or '\r')) continue;
            int end = i;
            if (text[i] == '\r' && i + 1 < text.Length && text[i + 1] == '\n') i++;
            lines.Add(new StringValue(text[start..(keep ? i + 1 : end)]));
            start = i + 1;
        }

        if (start < text.Length) lines.Add(new StringValue(text[start..]));
        return walk.NewList(lines);
    }

    private static TupleValue Partition(string text, string separator, int at, bool fromRight)
    {
        if (at < 0) return fromRight ? new TupleValue([StringValue.Empty, StringValue.Empty, Text(text)]) : new TupleValue([Text(text), StringValue.Empty, StringValue.Empty]);
        return new TupleValue([Text(text[..at]), Text(separator), Text(text[(at + separator.Length)..])]);
    }
}
