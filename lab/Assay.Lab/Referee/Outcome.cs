namespace Assay.Lab.Referee;

/// <summary>How an import can end, in the words of a verdict.</summary>
internal enum Ending
{
    Imports,
    Fails,
    Crashes,

    /// <summary>Only a prediction can say this.</summary>
    Unknown,

    /// <summary>Only reality can say this: the time was up, or the interpreter could not be started.</summary>
    NoAnswer,
}

/// <summary>What reality said.</summary>
/// <param name="ExceptionType">The class name without its module.</param>
/// <param name="Message"><c>str(exception)</c>.</param>
internal sealed record Outcome(Ending Ending, int ExitStatus, string? Signal, string? ExceptionType, string? Message, string Talk)
{
    /// <summary>The last line of the message: what the last line of the traceback shows after the type.</summary>
    public string? LastLine => Lines.Last(Message);
}

/// <summary>Lines of messages.</summary>
internal static class Lines
{
    public static string? Last(string? text) => text is null ? null : text.TrimEnd('\n').Split('\n')[^1];
}
