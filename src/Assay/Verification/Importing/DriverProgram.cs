using System.Globalization;
using System.Text;

namespace Assay.Verification.Importing;

/// <summary>The Python text that an interpreter is given: it makes one import and says how that went.</summary>
internal static class DriverProgram
{
    private static readonly Lazy<string> Functions = new(Read);

    /// <summary>The text for one import.</summary>
    /// <param name="order">The import.</param>
    /// <param name="nonce">The word that marks its answers.</param>
    /// <param name="answer">Where it answers.</param>
    /// <param name="trace">Where a stack goes.</param>
    public static string Of(ImportOrder order, string nonce, DriverChannel answer, DriverChannel trace) =>
        $"{Functions.Value}\nassay({Literal(order.Import)}, {Literal(nonce)}, {Word(order.SeesDirectory)}, {Word(order.Fits)}, {Number(answer.Number)}, {Literal(answer.Path)}, {Number(trace.Number)}, {Literal(trace.Path)})\n";

    // Everything but plain letters is written by its number, so whatever the text holds, it ends nothing.
    private static string Literal(string text)
    {
        StringBuilder literal = new("'");
        foreach (Rune rune in text.EnumerateRunes())
        {
            if (rune.IsAscii && (char.IsAsciiLetterOrDigit((char)rune.Value) || (char)rune.Value is '/' or '.' or '_' or '-')) literal.Append((char)rune.Value);
            else literal.Append(@"\U").Append(rune.Value.ToString("x8", CultureInfo.InvariantCulture));
        }

        return literal.Append('\'').ToString();
    }

    private static string Word(bool value) => value ? "True" : "False";

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);

    private static string Read()
    {
        using Stream stream = typeof(DriverProgram).Assembly.GetManifestResourceStream("program:driver") ?? throw new InvalidOperationException("the driver is not part of this build");
        using StreamReader reader = new(stream, Encoding.UTF8);
        return reader.ReadToEnd().ReplaceLineEndings("\n");
    }
}
