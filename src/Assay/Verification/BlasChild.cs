using System.Text.Json;

namespace Assay.Verification;

/// <summary>The child of a trial: the only process that opens a library. It reads one order and says every step before it takes it.</summary>
public static class BlasChild
{
    private const int LongestOrder = 1 << 20;

    /// <summary>Plays the child.</summary>
    /// <param name="input">Standard input: the order, then nothing until the parent is gone.</param>
    /// <param name="output">Standard output.</param>
    /// <returns>True when an order was read and carried out.</returns>
    public static bool Run(Stream input, Stream output)
    {
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(output);
        if (ReadOrder(input) is not { } order) return false;
        TrialSpeaker speaker = new(HostChild.Prepare(output));
        HostChild.EndWithParent(input);
        new ChildTrial(order, speaker).Run();
        return true;
    }

    private static TrialOrder? ReadOrder(Stream input)
    {
        List<byte> line = [];
        for (int next; line.Count < LongestOrder && (next = input.ReadByte()) is >= 0 and not '\n';) line.Add((byte)next);
        try
        {
            return JsonSerializer.Deserialize(line.ToArray(), TrialJson.Default.TrialOrder) is { Request: not null } order ? order : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
