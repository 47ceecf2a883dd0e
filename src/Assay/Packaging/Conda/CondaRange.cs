namespace Assay.Packaging.Conda;

/// <summary>A condition on versions as conda writes it (conda/models/version.py, <c>VersionSpec</c>): <c>&gt;=1.26,&lt;2.0a0|3.*</c>, where ',' binds closer than '|'.</summary>
public static class CondaRange
{
    private const int LongestText = 2000;

    private static readonly string[] Operators = ["==", "!=", "<=", ">=", "~=", "<", ">", "="];

    /// <summary>Judges a version.</summary>
    /// <param name="range">The condition.</param>
    /// <param name="version">The version.</param>
    /// <returns>Null when one of the two cannot be read: regular expressions and parentheses are not judged.</returns>
    public static bool? Contains(string range, string version)
    {
        ArgumentNullException.ThrowIfNull(range);
        if (range.Length > LongestText || range.AsSpan().IndexOfAny("()^$[]@") >= 0 || !CondaVersion.TryParse(version, out CondaVersion? found)) return null;
        bool any = false;
        foreach (string alternative in range.Split('|'))
        {
            bool all = true;
            foreach (string clause in alternative.Split(','))
            {
                if (Holds(clause.Trim(), found) is not { } holds) return null;
                all &= holds;
            }

            any |= all;
        }

        return any;
    }

    private static bool? Holds(string clause, CondaVersion found)
    {
        if (clause == "*") return true;
        string operation = Array.Find(Operators, candidate => clause.StartsWith(candidate, StringComparison.Ordinal)) ?? "";
        string text = clause[operation.Length..].Trim();
        bool isStart = text.EndsWith('*');
        if (isStart) text = text.TrimEnd('*').TrimEnd('.');
        if (text.Contains('*', StringComparison.Ordinal) || !CondaVersion.TryParse(text, out CondaVersion? wanted)) return null;
        int order = found.CompareTo(wanted);
        return operation switch
        {
            "" or "==" => isStart ? found.StartsWith(wanted) : order == 0,
            "=" => found.StartsWith(wanted),
            "!=" => isStart ? !found.StartsWith(wanted) : order != 0,
            ">=" => order >= 0,
            "~=" => order >= 0 && text.LastIndexOf('.') is > 0 and int dot && CondaVersion.TryParse(text[..dot], out CondaVersion? series) && found.StartsWith(series),
            _ when isStart => null,
            "<=" => order <= 0,
            "<" => order < 0,
            _ => order > 0,
        };
    }
}
