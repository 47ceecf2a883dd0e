using System.Text;

namespace Assay.Packaging.Locking;

/// <summary>One option of a line of a requirements file, with its value.</summary>
/// <param name="Name">The first long name of it: <c>--index-url</c>.</param>
/// <param name="Value">The value; empty for a switch.</param>
internal readonly record struct RequirementsOption(string Name, string Value)
{
    // pip/_internal/cli/cmdoptions.py, those of SUPPORTED_OPTIONS and SUPPORTED_OPTIONS_REQ.
    private static readonly (string Name, string[] Others, bool HasValue)[] Known =
    [
        ("--index-url", ["-i", "--pypi-url"], true), ("--extra-index-url", [], true), ("--no-index", [], false), ("--constraint", ["-c"], true), ("--requirement", ["-r"], true),
        ("--editable", ["-e"], true), ("--find-links", ["-f"], true), ("--no-binary", [], true), ("--only-binary", [], true), ("--prefer-binary", [], false), ("--require-hashes", [], false),
        ("--pre", [], false), ("--all-releases", [], true), ("--only-final", [], true), ("--trusted-host", [], true), ("--use-feature", [], true),
        ("--global-option", [], true), ("--hash", [], true), ("--config-settings", ["--config-setting", "-C"], true),
    ];

    /// <summary>Splits a line into what is asked for and its options; the options are read as <c>shlex</c> and <c>optparse</c> of Python read them.</summary>
    /// <param name="line">The line.</param>
    /// <param name="arguments">What stands before the first option.</param>
    /// <param name="problem">What is wrong with the options, or null.</param>
    public static List<RequirementsOption> Read(string line, out string arguments, out string? problem)
    {
        // Words are counted by single blanks, so that markers stay as they are.
        string[] words = line.Split(' ');
        int count = words.TakeWhile(word => !word.StartsWith('-')).Count();
        arguments = string.Join(' ', words.Take(count));
        List<RequirementsOption> options = [];
        if (ShellWords(string.Join(' ', words.Skip(count)), out problem) is not { } parts) return options;
        for (int i = 0; i < parts.Count && parts[i] != "--"; i++)
        {
            // A word that is no option is passed over.
            if (!parts[i].StartsWith('-') || parts[i] == "-") continue;
            (string? name, string? value, bool hasValue) = Match(parts[i], out problem);
            if (name is null) return options;
            if (hasValue && value is null && ++i == parts.Count)
            {
                problem = $"expected a value behind `{name}`";
                return options;
            }

            options.Add(new RequirementsOption(name, hasValue ? value ?? parts[i] : ""));
        }

        return options;
    }

    private static (string? Name, string? Value, bool HasValue) Match(string word, out string? problem)
    {
        problem = null;
        if (!word.StartsWith("--", StringComparison.Ordinal))
        {
            (string Name, string[] Others, bool HasValue) letter = Known.FirstOrDefault(option => option.Others.Contains(word[..2]));
            if (letter.Name is not null) return (letter.Name, word.Length > 2 ? word[2..] : null, true);
            problem = $"expected an option of pip, found `{LockWords.Short(word)}`";
            return default;
        }

        int cut = word.IndexOf('=', StringComparison.Ordinal);
        string name = cut < 0 ? word : word[..cut];
        string[] all = [.. Known.SelectMany(option => option.Others.Append(option.Name)).Where(each => each.StartsWith("--", StringComparison.Ordinal))];

        // The beginning of a name will do, when it is the beginning of one only.
        string[] meant = all.Contains(name) ? [name] : [.. all.Where(each => each.StartsWith(name, StringComparison.Ordinal))];
        if (meant is not [var only])
        {
            problem = meant.Length == 0 ? $"expected an option of pip, found `{LockWords.Short(word)}`" : $"expected one option, found `{LockWords.Short(word)}`, which may be {string.Join(" or ", meant.Select(each => $"`{each}`"))}";
            return default;
        }

        (string Name, string[] Others, bool HasValue) found = Known.First(option => option.Name == only || option.Others.Contains(only));
        if (!found.HasValue && cut >= 0) problem = $"expected no value behind `{found.Name}`";
        return problem is null ? (found.Name, cut < 0 ? null : word[(cut + 1)..], found.HasValue) : default;
    }

    // shlex.split(): POSIX rules, without comments.
    private static List<string>? ShellWords(string text, out string? problem)
    {
        problem = null;
        List<string> words = [];
        StringBuilder? word = null;
        for (int i = 0; i < text.Length; i++)
        {
            char letter = text[i];
            if (letter is ' ' or '\t' or '\r' or '\n')
            {
                if (word is not null) words.Add(word.ToString());
                word = null;
                continue;
            }

            word ??= new StringBuilder();
            if (letter == '\\')
            {
                if (++i == text.Length) problem = "expected a letter behind `\\`";
                else word.Append(text[i]);
            }
            else if (letter is '"' or '\'')
            {
                for (i++; i < text.Length && text[i] != letter; i++)
                {
                    if (letter == '"' && text[i] == '\\' && i + 1 < text.Length && text[i + 1] is '"' or '\\') i++;
                    word.Append(text[i]);
                }

                if (i >= text.Length) problem = "expected the end of a quoted text";
            }
            else
            {
                word.Append(letter);
            }
        }

        if (word is not null) words.Add(word.ToString());
        return problem is null ? words : null;
    }
}
