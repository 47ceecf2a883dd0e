namespace Assay.Fixes;

/// <summary>Words of a command line for a POSIX shell.</summary>
internal static class ShellText
{
    private const string Plain = "/._-+=:@%,~";

    /// <summary>A word as it must be typed: quoted when it holds anything a shell would change.</summary>
    public static string Word(string text) =>
        text.Length > 0 && text[0] != '~' && text.All(letter => char.IsAsciiLetterOrDigit(letter) || Plain.Contains(letter, StringComparison.Ordinal))
            ? text
            : "'" + text.Replace("'", @"'\''", StringComparison.Ordinal) + "'";
}
