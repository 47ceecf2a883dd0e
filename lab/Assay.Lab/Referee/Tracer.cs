using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.RegularExpressions;
using Assay.Lab.Cases;
using Assay.Lab.Trees;

namespace Assay.Lab.Referee;

/// <summary>Watches healthy imports through the loader's own debugging talk, each once.</summary>
internal sealed partial class Tracer(string cacheFile)
{
    private readonly ConcurrentDictionary<string, Trace> known = Load(cacheFile);
    private readonly Lock writing = new();

    /// <summary>The trace of one import in one base.</summary>
    public Trace Of(BaseEnvironment environment, string import, CaseTree healthy)
    {
        string key = $"{environment.Platform}/{environment.Id}/{import}{(healthy.GuestRoot == "/" ? "" : " in " + healthy.Root)}";
        if (known.TryGetValue(key, out Trace? trace)) return trace;
        Question question = new() { Import = import, Subject = environment.Subject, Python = environment.Python, Emulator = environment.Emulator, WorkingDirectory = environment.Root == "host" ? healthy.Root : "/" };
        string program = $"import sys\nimport {import}\nprint('\\n'.join('MODULE '+f for f in [getattr(m,'__file__',None) for m in list(sys.modules.values())] if f))";
        Dictionary<string, string> variables = new() { ["LD_DEBUG"] = "files" };
        ChildResult result = Reality.Run(question, healthy, ["-c", program], variables, 300);
        if (result.ExitStatus != 0) throw new InvalidOperationException($"the healthy base {environment.Id} cannot import {import}: {Tail(result.Error)}");
        string talk = result.Error[Math.Max(0, result.Error.LastIndexOf("transferring control:", StringComparison.Ordinal))..];
        trace = new Trace(
            [.. result.Output.Split('\n').Where(line => line.StartsWith("MODULE ", StringComparison.Ordinal)).Select(line => line[7..])],
            [.. InitLine().Matches(talk).Select(match => match.Groups[1].Value).Distinct()]);
        known[key] = trace;
        lock (writing) File.WriteAllText(cacheFile, JsonSerializer.Serialize(known.OrderBy(pair => pair.Key, StringComparer.Ordinal).ToDictionary()));
        return trace;
    }

    private static ConcurrentDictionary<string, Trace> Load(string file)
    {
        if (!File.Exists(file)) return new();
        return new(JsonSerializer.Deserialize<Dictionary<string, Trace>>(File.ReadAllText(file))!);
    }

    private static string Tail(string text) => text.Length <= 600 ? text : text[^600..];

    [GeneratedRegex(@"calling init: (/\S+)")]
    private static partial Regex InitLine();
}
