using System.Globalization;

namespace Assay.Packaging.Locking;

/// <summary>The Pythons of a Poetry project: clauses as in PEP 440, and <c>^3.9</c>, <c>~3.9</c>, <c>3.9</c>, <c>*</c>, with <c>||</c> between alternatives.</summary>
internal static class PoetryPythons
{
    /// <summary>Whether a Python is taken; null when the text cannot be read.</summary>
    /// <param name="text">The text.</param>
    /// <param name="python">The full version.</param>
    public static bool? Takes(string text, string python)
    {
        bool isRead = true, isTaken = false;
        foreach (string alternative in text.Split("||"))
        {
            string[] clauses = [.. alternative.Split([',', ' '], StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).SelectMany(Plain)];
            if (!VersionSpecifiers.TryParse(string.Join(',', clauses), out VersionSpecifiers? specifiers)) isRead = false;
            else isTaken |= specifiers.Contains(python);
        }

        return isTaken ? true : isRead ? false : null;
    }

    private static IEnumerable<string> Plain(string clause)
    {
        if (clause == "*") return [];
        if (char.IsAsciiDigit(clause[0])) return ["==" + clause];
        bool isTilde = clause[0] == '~' && !clause.StartsWith("~=", StringComparison.Ordinal);
        if (clause[0] != '^' && !isTilde) return [clause];
        string[] parts = clause[1..].Split('.');

        // ^3.9 ends before 4, ~3.9 before 3.10.
        int raised = isTilde && parts.Length > 1 ? 1 : 0;
        if (!int.TryParse(parts[raised], NumberStyles.None, CultureInfo.InvariantCulture, out int number) || number > 9999) return [clause];
        return [">=" + clause[1..], "<" + string.Join('.', parts.Take(raised).Append((number + 1).ToString(CultureInfo.InvariantCulture)))];
    }
}
