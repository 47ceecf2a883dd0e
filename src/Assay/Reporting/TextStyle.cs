using Assay.Diagnostics;

namespace Assay.Reporting;

/// <summary>How text is laid out. Nothing depends on colour: it only repeats what words say.</summary>
/// <param name="Width">Columns of the terminal, or what is assumed without one.</param>
/// <param name="Colour">True to emit ANSI colours.</param>
public sealed record TextStyle(int Width = TextStyle.DefaultWidth, bool Colour = false)
{
    /// <summary>The columns that are assumed when nobody says.</summary>
    public const int DefaultWidth = 100;

    internal string Strong(string text) => Paint("1", text);

    internal string Faint(string text) => Paint("2", text);

    internal string Frame(string text) => Paint("1;34", text);

    internal string Help(string text) => Paint("1;32", text);

    internal string Of(Severity severity, string text) => Paint(severity switch { Severity.Error => "1;31", Severity.Warning => "1;33", _ => "1;36" }, text);

    internal string Of(VerdictKind kind, string text) => Paint(kind switch { VerdictKind.Imports => "32", VerdictKind.Unknown => "33", _ => "1;31" }, text);

    private string Paint(string code, string text) => Colour ? $"\u001b[{code}m{text}\u001b[0m" : text;
}
