using Assay.Primitives;

namespace Assay.Environments;

/// <summary>What is known of the code in <c>.pth</c> files: the lines that nearly every environment has, told by their text.</summary>
internal static class PathFileCode
{
    private const int LargestFinder = 1 << 20;

    /// <summary>True for a line that does not change which modules are found.</summary>
    /// <param name="line">The line.</param>
    public static bool IsHarmless(string line) =>
        // setuptools: a shim that only answers for distutils, pip and test modules (_distutils_hack/__init__.py).
        line.Contains("__import__('_distutils_hack')", StringComparison.Ordinal)
        // virtualenv: patches distutils' configuration.
        || line == "import _virtualenv"
        // setuptools before 80: a namespace package made early, with the paths it would get anyway.
        || (line.StartsWith("import sys, types, os;", StringComparison.Ordinal) && line.Contains("f_locals['sitedir']", StringComparison.Ordinal))
        // coverage and its companions: nothing happens unless a variable asks for it.
        || line.Contains("coverage.process_startup()", StringComparison.Ordinal);

    /// <summary>The module of an editable finder that a line installs, or null when the line is something else.</summary>
    /// <param name="line">The line, for example <c>import __editable___demo_1_0_finder; __editable___demo_1_0_finder.install()</c>.</param>
    public static string? EditableFinder(string line)
    {
        const string Start = "import __editable__";
        if (!line.StartsWith(Start, StringComparison.Ordinal)) return null;
        int end = line.IndexOf(';', StringComparison.Ordinal);
        string module = (end < 0 ? line : line[..end])["import ".Length..].Trim();
        return module.All(letter => char.IsAsciiLetterOrDigit(letter) || letter == '_') ? module : null;
    }

    /// <summary>The modules an editable finder serves, from the <c>MAPPING</c> in its source (setuptools/command/editable_wheel.py, <c>_finder_template</c>).</summary>
    /// <param name="machine">The machine it is on.</param>
    /// <param name="path">The finder's file.</param>
    /// <returns>Name and path, in file order; null when the file or the mapping in it cannot be read.</returns>
    public static List<KeyValuePair<string, string>>? EditableMapping(IMachine machine, string path)
    {
        if (machine.ReadText(path, LargestFinder) is not { } text) return null;
        foreach (string line in text.Split('\n'))
        {
            if (!line.StartsWith("MAPPING", StringComparison.Ordinal)) continue;
            int open = line.IndexOf('{', StringComparison.Ordinal);
            return open < 0 ? null : ReadDictionary(line, open);
        }

        return null;
    }

    /// <summary>Reads a flat <c>{'a': 'b', ...}</c>; null when it is anything else.</summary>
    private static List<KeyValuePair<string, string>>? ReadDictionary(string text, int open)
    {
        List<KeyValuePair<string, string>> pairs = [];
        List<string> strings = [];
        for (int i = open + 1; i < text.Length; i++)
        {
            char letter = text[i];
            if (letter is ' ' or ':' or ',') continue;
            if (letter == '}')
            {
                if (strings.Count % 2 != 0) return null;
                for (int at = 0; at < strings.Count; at += 2) pairs.Add(new KeyValuePair<string, string>(strings[at], strings[at + 1]));
                return pairs;
            }

            if (letter is not ('\'' or '"')) return null;
            System.Text.StringBuilder value = new();
            int end = i + 1;
            for (; end < text.Length && text[end] != letter; end++)
            {
                if (text[end] == '\\' && end + 1 < text.Length) end++;
                value.Append(text[end]);
            }

            if (end >= text.Length) return null;
            strings.Add(value.ToString());
            i = end;
        }

        return null;
    }
}
