using System.Net;

namespace Assay.Packaging.Indexing;

/// <summary>The opening tags of a page one after the other. Tolerant as browsers are: it knows tags, attributes, comments and raw text, and no structure.</summary>
internal sealed class HtmlTags(string text)
{
    private readonly Dictionary<string, string> attributes = new(StringComparer.Ordinal);
    private int at;

    /// <summary>The name of the tag in lower case.</summary>
    public string Name { get; private set; } = "";

    /// <summary>True when the page ends inside a tag or a comment.</summary>
    public bool IsCutOff { get; private set; }

    /// <summary>An attribute of the tag, decoded; empty when it has no value, null when it is not there. The first of two counts.</summary>
    public string? this[string name] => attributes.GetValueOrDefault(name);

    /// <summary>Goes to the next opening tag; false at the end.</summary>
    public bool Next()
    {
        // What looks like a tag in there is none.
        if (Name is "script" or "style" or "title" or "textarea") SkipTo("</" + Name);
        while (!IsCutOff && (at = IndexOf('<', at)) < text.Length)
        {
            if (text.AsSpan(at).StartsWith("<!--")) SkipTo("-->");
            else if (at + 1 < text.Length && text[at + 1] is '/' or '!' or '?') SkipTo(">");
            else if (at + 1 < text.Length && char.IsAsciiLetter(text[at + 1])) return ReadTag();
            else at++;
        }

        return false;
    }

    private bool ReadTag()
    {
        attributes.Clear();
        at++;
        Name = Word(" \t\r\n\f/>").ToLowerInvariant();
        while (true)
        {
            while (at < text.Length && (char.IsWhiteSpace(text[at]) || text[at] == '/')) at++;
            if (at >= text.Length) break;
            if (text[at] == '>')
            {
                at++;
                return true;
            }

            ReadAttribute();
        }

        IsCutOff = true;
        return false;
    }

    private void ReadAttribute()
    {
        int start = at++;
        Word(" \t\r\n\f/>=");
        string name = text[start..at].ToLowerInvariant();
        SkipSpace();
        if (at >= text.Length || text[at] != '=')
        {
            attributes.TryAdd(name, "");
            return;
        }

        at++;
        SkipSpace();
        string value;
        if (at < text.Length && text[at] is '"' or '\'')
        {
            char quote = text[at++];
            int end = IndexOf(quote, at);
            value = text[at..end];
            at = Math.Min(end + 1, text.Length);
        }
        else
        {
            value = Word(" \t\r\n\f>");
        }

        attributes.TryAdd(name, WebUtility.HtmlDecode(value));
    }

    private string Word(string ends)
    {
        int length = text.AsSpan(at).IndexOfAny(ends);
        int end = length < 0 ? text.Length : at + length;
        string word = text[at..end];
        at = end;
        return word;
    }

    private void SkipSpace()
    {
        while (at < text.Length && char.IsWhiteSpace(text[at])) at++;
    }

    private void SkipTo(string mark)
    {
        int found = text.IndexOf(mark, at, StringComparison.OrdinalIgnoreCase);
        IsCutOff = found < 0;
        at = found < 0 ? text.Length : found + (mark[0] == '<' ? 0 : mark.Length);
    }

    private int IndexOf(char character, int from) => text.IndexOf(character, from) is var found && found < 0 ? text.Length : found;
}
