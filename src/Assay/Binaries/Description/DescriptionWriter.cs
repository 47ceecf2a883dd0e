using System.Globalization;
using System.Text;

namespace Assay.Binaries.Description;

/// <summary>Writes the lines of a described binary so that <see cref="DescriptionLine"/> reads the same words.</summary>
/// <param name="output">Where the lines go.</param>
internal sealed class DescriptionWriter(TextWriter output)
{
    /// <summary>Writes one line.</summary>
    /// <param name="subject">The word that says what it is about.</param>
    /// <param name="words">The other words, already quoted where they are names (<see cref="Name"/>); nulls are left out.</param>
    public void Line(string subject, params ReadOnlySpan<string?> words)
    {
        output.Write(subject);
        foreach (string? word in words)
        {
            if (word is null) continue;
            output.Write(' ');
            output.Write(word);
        }

        output.Write('\n');
    }

    /// <summary>Writes a line for people, which the assembler passes over.</summary>
    /// <param name="text">The text; control characters are replaced.</param>
    public void Comment(string text) => output.Write($"# {string.Concat(text.Select(letter => char.IsControl(letter) ? '?' : letter))}\n");

    /// <summary>A name as a word: quoted when it would not be read back as it is.</summary>
    /// <param name="name">The name.</param>
    /// <param name="keywords">The words that mean something else in this place.</param>
    public static string Name(string name, IReadOnlySet<string>? keywords = null)
    {
        bool plain = name.Length > 0 && name[0] is not ('#' or '"') && keywords?.Contains(name) != true;
        foreach (char letter in name) plain &= letter > ' ' && letter != '\x7f' && !char.IsControl(letter) && !char.IsWhiteSpace(letter) && !char.IsSurrogate(letter);
        if (plain) return name;

        StringBuilder quoted = new("\"");
        foreach (char letter in name)
        {
            if (letter is '"' or '\\') quoted.Append('\\').Append(letter);
            else if (letter == ' ' || (letter > ' ' && letter < '\x7f')) quoted.Append(letter);
            else quoted.Append("\\u").Append(((int)letter).ToString("x4", CultureInfo.InvariantCulture));
        }

        return quoted.Append('"').ToString();
    }

    /// <summary>A number as a word, in hexadecimal.</summary>
    /// <param name="value">The number.</param>
    public static string Hex(ulong value) => $"0x{value:x}";
}
