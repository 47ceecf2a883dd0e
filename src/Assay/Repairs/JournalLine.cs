using System.Text;
using System.Text.Json;

namespace Assay.Repairs;

/// <summary>One line of the journal.</summary>
/// <param name="Event">What it says.</param>
internal sealed record JournalLine(JournalEvent Event)
{
    private const int LongestWord = 200;

    /// <summary>What was begun: <c>apply</c>, <c>undo</c>, <c>keep</c>.</summary>
    public string? Task { get; init; }

    /// <summary>The mark of the run, by which its processes are known: 32 hexadecimal digits.</summary>
    public string? Run { get; init; }

    /// <summary>The process that wrote it.</summary>
    public int Process { get; init; }

    /// <summary>When that process was started, in the kernel's own count; 0 where it does not tell.</summary>
    public long Started { get; init; }

    /// <summary>The step that begins.</summary>
    public string? Step { get; init; }

    /// <summary>The identity of the directory that stands in the place before.</summary>
    public string? Stands { get; init; }

    /// <summary>The identity of the one that comes.</summary>
    public string? Comes { get; init; }

    /// <summary>The bytes of the line, with an end of line on both sides: whatever was cut off before stays a line of its own.</summary>
    public byte[] ToBytes()
    {
        using MemoryStream stream = new();
        stream.WriteByte((byte)'\n');
        using (Utf8JsonWriter writer = new(stream))
        {
            writer.WriteStartObject();
            writer.WriteString("event", Event.ToString());
            if (Task is not null) writer.WriteString("task", Task);
            if (Run is not null) writer.WriteString("run", Run);
            if (Process != 0) writer.WriteNumber("process", Process);
            if (Started != 0) writer.WriteNumber("started", Started);
            if (Step is not null) writer.WriteString("step", Step);
            if (Stands is not null) writer.WriteString("stands", Stands);
            if (Comes is not null) writer.WriteString("comes", Comes);
            writer.WriteEndObject();
        }

        stream.WriteByte((byte)'\n');
        return stream.ToArray();
    }

    /// <summary>Reads a line; null for one that is none, as after a write that was cut off.</summary>
    public static JournalLine? Parse(ReadOnlySpan<byte> bytes)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(Encoding.UTF8.GetString(bytes));
            JsonElement root = document.RootElement;
            if (root.ValueKind != JsonValueKind.Object || !Enum.TryParse(Word("event"), out JournalEvent kind) || !Enum.IsDefined(kind)) return null;
            return new JournalLine(kind)
            {
                Task = Word("task"),
                Run = Word("run") is { Length: 32 } run && run.All(char.IsAsciiHexDigit) ? run : null,
                Process = root.TryGetProperty("process", out JsonElement process) && process.ValueKind == JsonValueKind.Number && process.TryGetInt32(out int id) ? id : 0,
                Started = root.TryGetProperty("started", out JsonElement started) && started.ValueKind == JsonValueKind.Number && started.TryGetInt64(out long count) ? count : 0,
                Step = Word("step"),
                Stands = Word("stands"),
                Comes = Word("comes"),
            };

            string? Word(string name) => root.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.String && value.GetString() is { Length: <= LongestWord } text ? text : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
