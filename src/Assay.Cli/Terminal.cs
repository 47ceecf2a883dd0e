using System.Globalization;
using Assay.Reporting;

namespace Assay.Cli;

/// <summary>Decides width and colour, by the conventions shells and other tools follow.</summary>
internal static class Terminal
{
    private const int Narrowest = 40;
    private const int Widest = 1000;

    /// <summary>The style for a run.</summary>
    /// <param name="session">The streams; variables are read from its machine.</param>
    /// <param name="color"><c>auto</c>, <c>always</c> or <c>never</c>.</param>
    public static TextStyle Style(Session session, string color) => new(Width(session), Colour(session, color));

    private static int Width(Session session)
    {
        string? columns = session.Machine.EnvironmentVariable("COLUMNS");
        int width = int.TryParse(columns, NumberStyles.None, CultureInfo.InvariantCulture, out int stated) && stated > 0 ? stated : session.TerminalWidth ?? TextStyle.DefaultWidth;
        return Math.Clamp(width, Narrowest, Widest);
    }

    // https://no-color.org: any value but the empty one. FORCE_COLOR and CLICOLOR_FORCE (https://bixense.com/clicolors) come after it.
    private static bool Colour(Session session, string color)
    {
        if (color != "auto") return color == "always";
        if (IsSet("NO_COLOR")) return false;
        if (IsSet("FORCE_COLOR") || IsSet("CLICOLOR_FORCE")) return true;
        return session.OutputIsTerminal && session.Machine.EnvironmentVariable("TERM") != "dumb";

        bool IsSet(string name) => session.Machine.EnvironmentVariable(name) is { Length: > 0 };
    }
}
