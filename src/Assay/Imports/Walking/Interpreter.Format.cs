using System.Globalization;
using System.Text;
using Assay.Imports.Syntax;
using Assay.Imports.Values;

namespace Assay.Imports.Walking;

/// <summary>The three ways to put values into text.</summary>
internal sealed partial class Interpreter
{
    private Value EvaluateFormat(FormatExpression format, Frame frame)
    {
        StringBuilder result = new();
        bool approximate = false;
        bool known = true;
        foreach (FormatPiece piece in format.Pieces)
        {
            if (piece.Text is not null)
            {
                result.Append(piece.Text);
                continue;
            }

            Value value = Evaluate(piece.Value!, frame);
            string specification = "";
            if (piece.Specification is not null)
            {
                if (EvaluateFormat(piece.Specification, frame) is StringValue text) specification = text.Text;
                else known = false;
            }

            if (!known || FormatOne(value, piece.Conversion, specification) is not { } part || result.Length + part.Text.Length > Operations.LargestText)
            {
                known = false;
                continue;
            }

            result.Append(part.Text);
            approximate |= part.IsApproximate;
        }

        return known ? new StringValue(result.ToString(), approximate) : UnknownValue.Instance;
    }

    private StringValue? FormatOne(Value value, char conversion, string specification)
    {
        if (conversion is 'r' or 'a') value = (Value?)Represent(value) ?? UnknownValue.Instance;
        else if (conversion == 's') value = (Value?)TextOf(value) ?? UnknownValue.Instance;
        if (specification.Length == 0) return TextOf(value);
        if (value is InstanceValue instance && instance.Class.Find("__format__", out _) is not null) return null;
        return value is StringValue or IntegerValue or FloatValue ? ApplySpecification(value, specification) : null;
    }

    // [[fill]align][sign][#][0][width][,][.precision][type], as far as messages use it.
    private static StringValue? ApplySpecification(Value value, string specification)
    {
        int at = 0;
        char fill = ' ';
        char align = '\0';
        if (specification.Length > 1 && specification[1] is '<' or '>' or '^' or '=')
        {
            fill = specification[0];
            align = specification[1];
            at = 2;
        }
        else if (specification[0] is '<' or '>' or '^' or '=')
        {
            align = specification[0];
            at = 1;
        }

        if (at < specification.Length && specification[at] == '0')
        {
            if (align == '\0') (fill, align) = ('0', '=');
            at++;
        }

        int width = ReadNumber(specification, ref at) ?? 0;
        int? precision = null;
        if (at < specification.Length && specification[at] == '.')
        {
            at++;
            precision = ReadNumber(specification, ref at);
        }

        string type = specification[at..];
        string? text = (value, type) switch
        {
            (StringValue s, "" or "s") => precision is { } cut && cut < s.Text.Length ? s.Text[..cut] : s.Text,
            (IntegerValue n, "" or "d") when precision is null => n.Value.ToString(CultureInfo.InvariantCulture),
            (IntegerValue n, "x" or "X") when precision is null && n.Value >= 0 => n.Value.ToString(type, CultureInfo.InvariantCulture),
            (IntegerValue or FloatValue, "f") => Operations.Number(value)!.Value.ToString("F" + (precision ?? 6), CultureInfo.InvariantCulture),
            (FloatValue, "") when precision is null => Operations.Text(value)?.Text,
            _ => null,
        };
        if (text is null || width > 10_000) return null;
        if (align == '\0') align = value is StringValue ? '<' : '>';
        int missing = Math.Max(width - text.Length, 0);
        text = align switch
        {
            '<' => text + new string(fill, missing),
            '^' => new string(fill, missing / 2) + text + new string(fill, missing - (missing / 2)),
            '=' when text.StartsWith('-') => "-" + new string(fill, missing) + text[1..],
            _ => new string(fill, missing) + text,
        };
        return new StringValue(text, value is StringValue { IsApproximate: true });
    }

    private static int? ReadNumber(string text, ref int at)
    {
        int start = at;
        while (at < text.Length && char.IsAsciiDigit(text[at])) at++;
        return at > start && int.TryParse(text.AsSpan(start, at - start), NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : null;
    }

    /// <summary><c>format % values</c>.</summary>
    private Value FormatPercent(StringValue format, Value values)
    {
        StringBuilder result = new();
        bool approximate = format.IsApproximate;
        Value[] row = values is TupleValue tuple ? tuple.Items : [values];
        int next = 0;
        string text = format.Text;
        for (int i = 0; i < text.Length; i++)
        {
            if (text[i] != '%')
            {
                result.Append(text[i]);
                continue;
            }

            if (++i >= text.Length) return UnknownValue.Instance;
            Value? value = null;
            if (text[i] == '(')
            {
                int close = text.IndexOf(')', i);
                if (close < 0 || values is not MappingValue mapping || mapping.Find(new StringValue(text[(i + 1)..close])) is not { } found) return UnknownValue.Instance;
                value = found;
                i = close + 1;
            }

            bool left = false;
            bool zero = false;
            for (; i < text.Length && text[i] is '-' or '0' or '+' or ' ' or '#'; i++)
            {
                left |= text[i] == '-';
                zero |= text[i] == '0';
            }

            int width = ReadNumber(text, ref i) ?? 0;
            int? precision = null;
            if (i < text.Length && text[i] == '.')
            {
                i++;
                precision = ReadNumber(text, ref i) ?? 0;
            }

            if (i >= text.Length || width > 10_000) return UnknownValue.Instance;
            if (text[i] == '%')
            {
                result.Append('%');
                continue;
            }

            if (value is null)
            {
                if (next >= row.Length) return UnknownValue.Instance;
                value = row[next++];
            }

            if (FormatPercentOne(value, text[i], precision) is not { } part || result.Length + part.Text.Length > Operations.LargestText) return UnknownValue.Instance;
            result.Append(left ? part.Text.PadRight(width) : part.Text.PadLeft(width, zero && text[i] != 's' ? '0' : ' '));
            approximate |= part.IsApproximate;
        }

        return new StringValue(result.ToString(), approximate);
    }

    private StringValue? FormatPercentOne(Value value, char type, int? precision)
    {
        switch (type)
        {
            case 's':
                StringValue? text = TextOf(value);
                return text is not null && precision is { } cut && cut < text.Text.Length ? new StringValue(text.Text[..cut], text.IsApproximate) : text;
            case 'r' or 'a':
                return Represent(value);
            case 'd' or 'i' or 'u':
                return Operations.Integer(value) is { } number ? new StringValue(number.ToString(CultureInfo.InvariantCulture)) : null;
            case 'x' or 'X':
                return Operations.Integer(value) is { } hex and >= 0 ? new StringValue(hex.ToString(type.ToString(), CultureInfo.InvariantCulture)) : null;
            case 'f' or 'F':
                return Operations.Number(value) is { } real ? new StringValue(real.ToString("F" + (precision ?? 6), CultureInfo.InvariantCulture)) : null;
            case 'c' when value is StringValue { Text.Length: 1 } letter:
                return letter;
            default:
                return null;
        }
    }

    /// <summary><c>format.format(...)</c>.</summary>
    /// <param name="format">The format.</param>
    /// <param name="arguments">The values.</param>
    public Value FormatBraces(StringValue format, Arguments arguments)
    {
        StringBuilder result = new();
        bool approximate = format.IsApproximate;
        string text = format.Text;
        int next = 0;
        for (int i = 0; i < text.Length; i++)
        {
            char c = text[i];
            if (c is '{' or '}' && i + 1 < text.Length && text[i + 1] == c)
            {
                result.Append(c);
                i++;
                continue;
            }

            if (c != '{')
            {
                result.Append(c);
                continue;
            }

            int close = text.IndexOf('}', i);
            if (close < 0) return UnknownValue.Instance;
            string field = text[(i + 1)..close];
            if (field.Contains('{', StringComparison.Ordinal)) return UnknownValue.Instance;
            int colon = field.IndexOf(':', StringComparison.Ordinal);
            string specification = colon < 0 ? "" : field[(colon + 1)..];
            string name = colon < 0 ? field : field[..colon];
            char conversion = '\0';
            if (name.Length > 1 && name[^2] == '!')
            {
                conversion = name[^1];
                name = name[..^2];
            }

            if (FieldValue(name, arguments, ref next) is not { } value || FormatOne(value, conversion, specification) is not { } part) return UnknownValue.Instance;
            if (result.Length + part.Text.Length > Operations.LargestText) return UnknownValue.Instance;
            result.Append(part.Text);
            approximate |= part.IsApproximate;
            i = close;
        }

        return new StringValue(result.ToString(), approximate);
    }

    private Value? FieldValue(string name, Arguments arguments, ref int next)
    {
        int end = name.AsSpan().IndexOfAny('.', '[');
        string first = end < 0 ? name : name[..end];
        Value? value = first.Length == 0 ? arguments.Get(next++)
            : int.TryParse(first, NumberStyles.None, CultureInfo.InvariantCulture, out int position) ? arguments.Get(position)
            : arguments.Get(-1, first);
        while (value is not null && end >= 0 && end < name.Length)
        {
            if (name[end] == '.')
            {
                int stop = name.AsSpan(end + 1).IndexOfAny('.', '[') is >= 0 and int step ? end + 1 + step : name.Length;
                value = GetAttribute(value, name[(end + 1)..stop]);
                end = stop;
            }
            else
            {
                int close = name.IndexOf(']', end);
                if (close < 0) return null;
                string key = name[(end + 1)..close];
                value = GetItem(value, long.TryParse(key, NumberStyles.None, CultureInfo.InvariantCulture, out long number) ? IntegerValue.Of(number) : new StringValue(key));
                end = close + 1;
            }
        }

        return value;
    }
}
