using System.Text;

namespace Assay.Packaging;

/// <summary>Names of distributions: PEP 503 (normalisation) and PEP 508 (what a name is).</summary>
public static class PackageName
{
    /// <summary>The normalised form: lower case, every run of '-', '_' and '.' one '-'.</summary>
    /// <param name="name">A name as somebody wrote it.</param>
    public static string Normalize(string name)
    {
        if (IsNormalizedAlready(name)) return name;
        StringBuilder result = new(name.Length);
        bool separator = false;
        foreach (char letter in name)
        {
            if (letter is '-' or '_' or '.')
            {
                if (!separator) result.Append('-');
                separator = true;
                continue;
            }

            separator = false;
            // The one letter whose lower case is two code points in Python's str.lower (Unicode SpecialCasing.txt).
            if (letter == '\u0130') result.Append("i\u0307");
            else result.Append(char.ToLowerInvariant(letter));
        }

        return result.ToString();
    }

    /// <summary>True for ASCII letters and digits with '-', '_' and '.' between them (PEP 508, "Names").</summary>
    /// <param name="name">A name.</param>
    public static bool IsValid(string name)
    {
        if (name.Length == 0 || !char.IsAsciiLetterOrDigit(name[0]) || !char.IsAsciiLetterOrDigit(name[^1])) return false;
        foreach (char letter in name)
            if (!char.IsAsciiLetterOrDigit(letter) && letter is not ('-' or '_' or '.')) return false;
        return true;
    }

    private static bool IsNormalizedAlready(string name)
    {
        char before = 'a';
        foreach (char letter in name)
        {
            if (!char.IsAsciiLetterLower(letter) && !char.IsAsciiDigit(letter) && !(letter == '-' && before != '-')) return false;
            before = letter;
        }

        return true;
    }
}
