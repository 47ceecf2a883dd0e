using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Assay.Lab.Referee;

/// <summary>
/// What reality said before, by everything that could change its answer: the changed files' content, the question, the base. After a change
/// of Assay a thousand cases are judged anew without one of them being run.
/// </summary>
internal sealed class OutcomeCache : IDisposable
{
    private readonly ConcurrentDictionary<string, Outcome> known = new();
    private readonly StreamWriter? writer;

    /// <param name="file">One JSON line per answer; null to remember nothing.</param>
    public OutcomeCache(string? file)
    {
        if (file is null) return;
        if (File.Exists(file))
            foreach (string line in File.ReadLines(file))
            {
                Entry? entry = TryRead(line);
                if (entry is not null) known[entry.Key] = entry.Outcome;
            }

        writer = new StreamWriter(file, append: true) { AutoFlush = true };
    }

    /// <summary>Remembers nothing any more.</summary>
    public void Close() => closed = true;

    private volatile bool closed;

    public static string Key(string stamp, string fingerprint, string question) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{stamp}\0{fingerprint}\0{question}")))[..32];

    public Outcome? Find(string key) => known.GetValueOrDefault(key);

    public void Add(string key, Outcome outcome)
    {
        // Time may run out on a busy machine: that is no answer to keep.
        if (closed || outcome.Ending == Ending.NoAnswer || !known.TryAdd(key, outcome) || writer is null) return;
        lock (writer) writer.WriteLine(JsonSerializer.Serialize(new Entry(key, outcome)));
    }

    public void Dispose() => writer?.Dispose();

    private static Entry? TryRead(string line)
    {
        try
        {
            return JsonSerializer.Deserialize<Entry>(line);
        }
        catch (JsonException)
        {
            // The line that an interrupted run left half-written.
            return null;
        }
    }

    private sealed record Entry(string Key, Outcome Outcome);
}
