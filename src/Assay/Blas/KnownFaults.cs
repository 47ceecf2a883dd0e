using System.Collections.Immutable;
using System.Text.Json;
using Assay.Primitives;
using Assay.Targets;
using Assay.Targets.Cpu;

namespace Assay.Blas;

/// <summary>The catalogue of known faults (<c>known-bad.json</c>).</summary>
public static class KnownFaults
{
    private static readonly Lazy<ImmutableArray<KnownFault>> Entries = new(Read);

    /// <summary>All of them, in the order of the file.</summary>
    public static ImmutableArray<KnownFault> All => Entries.Value;

    /// <summary>The faults that a library is known to have where it runs, the loudest first.</summary>
    /// <param name="library">The library.</param>
    /// <param name="target">Where it runs.</param>
    /// <param name="caller">The distribution that calls it (normalised name) with its version, or null.</param>
    public static ImmutableArray<KnownFault> Of(BlasLibrary library, Target target, (string Name, string? Version)? caller = null) =>
        [.. All.Where(fault => fault.IsMet(library, target, caller)).OrderByDescending(fault => fault.Level)];

    private static ImmutableArray<KnownFault> Read()
    {
        using JsonDocument document = EmbeddedData.Open("known-bad");
        return [.. document.RootElement.GetProperty("faults").EnumerateArray().Select(Entry)];
    }

    private static KnownFault Entry(JsonElement entry) => new()
    {
        Id = entry.GetProperty("id").GetString()!,
        Implementation = Word<BlasImplementation>(entry, "implementation"),
        Effect = entry.GetProperty("effect").GetString()!,
        Kind = Word<FaultKind>(entry, "kind"),
        Level = Word<FaultLevel>(entry, "level"),
        Confidence = Word<FaultConfidence>(entry, "confidence"),
        From = Text(entry, "from"),
        To = Text(entry, "to"),
        Fixed = Text(entry, "fixed"),
        AlsoIn = Texts(entry, "alsoIn"),
        Patched = Texts(entry, "patched"),
        CuredWheels = Pairs(entry, "wheels"),
        Consumers = Pairs(entry, "consumers"),
        Systems = [.. Texts(entry, "systems").Select(System)],
        Architectures = [.. Texts(entry, "architectures").Select(text => text == "arm64" ? Architecture.Arm64 : text == "x86_64" ? Architecture.X86_64 : throw new InvalidOperationException($"known-bad.json: no architecture {text}"))],
        Processors = Texts(entry, "processors"),
        Announced = Features(entry, "announced"),
        Lacking = Features(entry, "lacking"),
        System = Version(entry, "system"),
        GlibcBelow = Version(entry, "glibcBelow"),
        OnlyDispatched = Flag(entry, "dispatched"),
        OnlyThreaded = Flag(entry, "threads"),
        NotBundled = Flag(entry, "notBundled"),
        Variable = Text(entry, "variable"),
        Sources = Texts(entry, "sources"),
    };

    private static CpuFeatures Features(JsonElement entry, string name) =>
        new([.. Texts(entry, name).Select(text => CpuFeatureNames.Parse(text, isArm: true) ?? throw new InvalidOperationException($"known-bad.json: no feature {text}"))]);

    private static OperatingSystemKind System(string text) => text switch
    {
        "linux" => OperatingSystemKind.Linux,
        "macos" => OperatingSystemKind.MacOs,
        "windows" => OperatingSystemKind.Windows,
        _ => throw new InvalidOperationException($"known-bad.json: no system {text}"),
    };

    private static T Word<T>(JsonElement entry, string name)
        where T : struct, Enum => Enum.Parse<T>(entry.GetProperty(name).GetString()!, ignoreCase: true);

    private static string? Text(JsonElement entry, string name) => entry.TryGetProperty(name, out JsonElement value) ? value.GetString() : null;

    private static bool Flag(JsonElement entry, string name) => entry.TryGetProperty(name, out JsonElement value) && value.GetBoolean();

    private static PackedVersion? Version(JsonElement entry, string name) => Text(entry, name) is { } text && PackedVersion.TryParse(text, out PackedVersion version) ? version : null;

    private static ImmutableArray<string> Texts(JsonElement entry, string name) => entry.TryGetProperty(name, out JsonElement values) ? [.. values.EnumerateArray().Select(value => value.GetString()!)] : [];

    private static ImmutableSortedDictionary<string, string> Pairs(JsonElement entry, string name) => entry.TryGetProperty(name, out JsonElement pairs)
        ? pairs.EnumerateObject().ToImmutableSortedDictionary(pair => pair.Name, pair => pair.Value.GetString()!, StringComparer.Ordinal)
        : ImmutableSortedDictionary<string, string>.Empty;
}
