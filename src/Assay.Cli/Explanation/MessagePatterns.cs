using System.Collections.Immutable;
using System.Text.Json;

namespace Assay.Cli.Explanation;

/// <summary>The data file <c>message-patterns.json</c>: which message speaks of which finding.</summary>
internal static class MessagePatterns
{
    /// <summary>All patterns, those that name a cause before those that only wrap one.</summary>
    public static ImmutableArray<MessagePattern> All { get; } = Load();

    private static ImmutableArray<MessagePattern> Load()
    {
        using Stream stream = typeof(MessagePatterns).Assembly.GetManifestResourceStream("message-patterns") ?? throw new InvalidOperationException("message-patterns.json is not part of this build");
        using JsonDocument document = JsonDocument.Parse(stream);
        return [.. document.RootElement.GetProperty("patterns").EnumerateArray().Select(Read)];
    }

    private static MessagePattern Read(JsonElement pattern) => new(
        pattern.GetProperty("code").GetString()!,
        pattern.GetProperty("text").GetString()!,
        pattern.GetProperty("title").GetString()!,
        pattern.TryGetProperty("also", out JsonElement also) ? [.. also.EnumerateArray().Select(code => code.GetString()!)] : [],
        pattern.TryGetProperty("when", out JsonElement when) ? [.. when.EnumerateObject().Select(condition => (condition.Name, condition.Value.GetString()!.Split('|')))] : []);
}
