using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using Assay.Indexes;

namespace Assay.Repairs;

/// <summary>
/// A repair that is ordered by a line of JSON and says every place it passes, so that a test can end it there as a user or the kernel would: the whole program. People have <c>assay fix</c>.
/// </summary>
public static class RepairDrill
{
    /// <summary>The hidden command of the program that runs this.</summary>
    public const string Command = "repair-drill";

    private const int LongestOrder = 1 << 20;

    /// <summary>Carries out one order.</summary>
    /// <param name="input">Standard input: the order on one line; then, when it asks for steps, one line for each place to go on from.</param>
    /// <param name="output">Standard output: a line for each place, step and result.</param>
    /// <returns>True when what was ordered is done; null when there was no order.</returns>
    public static bool? Run(Stream input, Stream output)
    {
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(output);
        Lock gate = new();
        try
        {
            using JsonDocument document = JsonDocument.Parse(ReadLine(input));
            JsonElement asked = document.RootElement;
            bool waits = Flag(asked, "steps");
            RepairSeams seams = new()
            {
                CanExchange = !Flag(asked, "cannotExchange"),
                At = place =>
                {
                    if (!waits) return;
                    Say($"at {place}");
                    _ = ReadLine(input);
                },
            };
            string prefix = Word(asked, "prefix") ?? "";
            void OnProgress(RepairProgress progress) => Say($"step {progress.Step}: {progress.What}");
            RepairOutcome outcome = Word(asked, "task") switch
            {
                "undo" => Repair.Undo(prefix, OnProgress, seams),
                "keep" => Repair.Keep(prefix, OnProgress, seams),
                _ => Repair.Apply(Order(asked, prefix), OnProgress, seams),
            };
            foreach (string line in outcome.Healed) Say($"healed {line}");
            foreach (string line in outcome.Notes) Say($"note {line}");
            Say($"aside {outcome.Aside}");
            Say($"log {outcome.Log}");
            Say($"end {outcome.End}: {outcome.Message}");
            return outcome.IsDone;
        }
        catch (JsonException)
        {
            return null;
        }

        void Say(string line)
        {
            lock (gate)
            {
                output.Write(Encoding.UTF8.GetBytes(line.ReplaceLineEndings(" ") + "\n"));
                output.Flush();
            }
        }
    }

    private static RepairOrder Order(JsonElement asked, string prefix) => new()
    {
        Prefix = prefix,
        BasePython = Word(asked, "python") ?? "",
        Tool = Word(asked, "tool") == "uv" ? RepairTool.Uv : RepairTool.Pip,
        Requirements = Words(asked, "requirements"),
        Imports = Words(asked, "imports"),
        HasPip = Flag(asked, "pip"),
        EvenInUse = Flag(asked, "evenInUse"),
        SystemSitePackages = Flag(asked, "systemSite"),
        Prompt = Word(asked, "prompt"),
        Uv = Word(asked, "uv"),
        Patience = TimeSpan.FromSeconds(Number(asked, "patience") ?? 1800),
        Index = new IndexSettings
        {
            Indexes = Words(asked, "indexes"),
            FindLinks = Words(asked, "findLinks"),
            HasNoIndex = Flag(asked, "noIndex"),
            Offline = Flag(asked, "offline"),
            Timeout = TimeSpan.FromSeconds(Number(asked, "timeout") ?? 15),
            Retries = Number(asked, "retries") ?? 5,
        },
    };

    private static string ReadLine(Stream input)
    {
        List<byte> line = [];
        for (int next; line.Count < LongestOrder && (next = input.ReadByte()) is >= 0 and not '\n';) line.Add((byte)next);
        return Encoding.UTF8.GetString([.. line]);
    }

    private static bool Flag(JsonElement asked, string name) => asked.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.True;

    private static int? Number(JsonElement asked, string name) => asked.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out int number) ? number : null;

    private static string? Word(JsonElement asked, string name) => asked.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static ImmutableArray<string> Words(JsonElement asked, string name) =>
        asked.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.Array ? [.. value.EnumerateArray().Where(one => one.ValueKind == JsonValueKind.String).Select(one => one.GetString()!)] : [];
}
