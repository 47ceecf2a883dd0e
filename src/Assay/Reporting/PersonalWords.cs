using System.Text;
using System.Text.RegularExpressions;

namespace Assay.Reporting;

/// <summary>Takes out of a text what names a person or a machine, before it is sent to somebody: home directories, the user's and the machine's name.</summary>
public sealed partial class PersonalWords
{
    private const int ShortestName = 3;
    private readonly List<(string Word, string Instead)> words = [];

    /// <summary>Prepares to take words out.</summary>
    /// <param name="home">The home directory of the user, or null.</param>
    /// <param name="user">The user's name, or null.</param>
    /// <param name="machine">The machine's name, or null.</param>
    public PersonalWords(string? home, string? user, string? machine)
    {
        if (home is { Length: > 1 }) words.Add((home.TrimEnd('/', '\\'), "~"));
        if (user is { Length: >= ShortestName }) words.Add((user, "user"));
        if (machine is { Length: >= ShortestName } && machine != "localhost") words.Add((machine, "machine"));
    }

    /// <summary>The text without them.</summary>
    /// <param name="text">Any text.</param>
    public string Without(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        string result = text;
        foreach ((string word, string instead) in words) result = Replace(result, word, instead);

        // Somebody else's home is as private: an environment may have been made by a colleague.
        return AnyHome().Replace(result, "$1/user");
    }

    // Whole words only: "ada" in "Canada" is nobody.
    private static string Replace(string text, string word, string instead)
    {
        StringBuilder result = new();
        int at = 0;
        for (int found; (found = text.IndexOf(word, at, StringComparison.Ordinal)) >= 0; at = found + word.Length)
        {
            bool isWhole = (found == 0 || !IsPart(text[found - 1]) || !IsPart(word[0])) && (found + word.Length == text.Length || !IsPart(text[found + word.Length]));
            result.Append(text, at, found - at).Append(isWhole ? instead : word);
        }

        return result.Append(text, at, text.Length - at).ToString();
    }

    private static bool IsPart(char character) => char.IsLetterOrDigit(character) || character is '_' or '-';

    [GeneratedRegex(@"(/home|/Users|[A-Za-z]:[\\/]+Users)[\\/]+[^/\\""\s:;,]+")]
    private static partial Regex AnyHome();
}
