using System.Text.RegularExpressions;
using Assay.Verification.Importing;

namespace Assay.Repairs;

/// <summary>From what a tool printed as it failed to one clear line.</summary>
internal static partial class ToolWords
{
    private const int Longest = 300;

    /// <summary>Why a command failed.</summary>
    /// <param name="command">The command.</param>
    /// <param name="end">How it ended.</param>
    /// <param name="order">What it was for.</param>
    public static string Reason(RepairCommand command, ProcessEnd end, RepairOrder order)
    {
        string tool = order.Tool == RepairTool.Uv ? "uv" : command.Step == RepairStep.Creating ? "venv" : "pip";
        if (end.Problem is { } problem) return problem;
        if (end.IsOverdue) return $"{tool} did not end within {order.Patience.TotalSeconds:0} seconds{(command.Step == RepairStep.Filling ? ": an index that stops answering, or very slow ones" : "")}";
        string talk = IndexWords.WithoutSecrets(end.Talk);
        if (NoSpace().IsMatch(talk)) return $"no space is left for the new environment ({tool}: {Line(talk, NoSpace())})";
        if (talk.Contains("ensurepip is not available", StringComparison.Ordinal) || talk.Contains("No module named ensurepip", StringComparison.Ordinal) || talk.Contains("No module named venv", StringComparison.Ordinal))
            return $"{order.BasePython} has no venv with ensurepip; on Debian and Ubuntu the package python3-venv has it";
        if (talk.Contains("No module named pip", StringComparison.Ordinal)) return $"{(order.HasPip ? "the new environment" : order.BasePython)} has no pip";
        if (TimedOut().IsMatch(talk)) return $"an index does not answer ({tool}: {Line(talk, LastWord())})";
        string reason = Line(talk, LastWord());
        string ending = end.Signal is { } signal ? $"died of {SignalName.Of(signal)}" : $"ended with status {end.Status}";
        return reason.Length == 0 ? $"{tool} {ending}" : $"{tool} {ending}: {reason}";
    }

    // The last line that says what is wrong, else the last one there is.
    private static string Line(string talk, Regex wanted)
    {
        string[] lines = [.. talk.Split('\n').Select(line => line.Trim()).Where(line => line.Length > 0)];
        string text = lines.LastOrDefault(line => wanted.IsMatch(line)) ?? lines.LastOrDefault() ?? "";
        text = Prefix().Replace(text, "");
        return text.Length > Longest ? text[..Longest] + "..." : text;
    }

    [GeneratedRegex(@"\[Errno (28|122)\]|No space left on device|Disk quota exceeded|os error 28")]
    private static partial Regex NoSpace();

    [GeneratedRegex(@"ReadTimeoutError|ConnectTimeoutError|Read timed out|connection timed out|operation timed out|Max retries exceeded", RegexOptions.IgnoreCase)]
    private static partial Regex TimedOut();

    [GeneratedRegex(@"^(ERROR|error|Error|\w*Error)\b\s*:")]
    private static partial Regex LastWord();

    [GeneratedRegex(@"^(ERROR|error):\s*")]
    private static partial Regex Prefix();
}
