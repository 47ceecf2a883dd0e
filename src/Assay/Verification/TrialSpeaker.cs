using System.Text.Json;

namespace Assay.Verification;

/// <summary>Writes the messages of a child, each at once and as a whole.</summary>
/// <param name="output">The pipe to the parent.</param>
internal sealed class TrialSpeaker(Stream output)
{
    /// <summary>Says that a step begins.</summary>
    public void Begin(TrialStep step, string detail = "") => Say(new TrialMessage { Step = step, Detail = detail });

    /// <summary>Says one thing.</summary>
    public void Say(TrialMessage message)
    {
        byte[] line = [.. JsonSerializer.SerializeToUtf8Bytes(message, TrialJson.Default.TrialMessage), (byte)'\n'];
        output.Write(line);
        output.Flush();
    }
}
