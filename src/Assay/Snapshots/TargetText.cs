using System.Text.Json;
using Assay.Primitives;
using Assay.Targets;
using Assay.Targets.Cpu;

namespace Assay.Snapshots;

/// <summary>A target as JSON, with what its name does not say.</summary>
internal static class TargetText
{
    /// <summary>Writes one.</summary>
    public static void Write(Utf8JsonWriter writer, string name, Target? target)
    {
        if (target is null)
        {
            writer.WriteNull(name);
            return;
        }

        writer.WriteStartObject(name);
        writer.WriteString("name", target.Name);
        writer.WriteString("os", target.Os.ToString());
        Text("os_version", target.OsVersion?.ToString());
        writer.WriteString("libc", target.Libc.ToString());
        Text("libc_version", target.LibcVersion?.ToString());
        writer.WriteString("architecture", target.Architecture.ToString());
        Text("cpu", target.Cpu);
        if (target.Processor is { } processor)
        {
            writer.WriteString("vendor", processor.Vendor.ToString());
            Text("core", processor.Core);
            writer.WriteBoolean("avx512", processor.HasAvx512);
        }

        Text("models", target.Models?.Text);
        Text("brand", target.Models?.Brand);
        Features("features", target.Features);
        if (target.Announced != target.Features) Features("announced", target.Announced);
        if (target.ArmVersion is { } arm) writer.WriteNumber("arm_version", arm);
        if (target.IntelPlatform is { } platform)
        {
            writer.WriteString("platform", platform.Name ?? "");
            writer.WriteBoolean("platform_avx512", platform.HasAvx512);
        }

        writer.WriteNumber("page_size", target.PageSize);
        Text("translation", target.Translation);
        writer.WriteBoolean("host", target.IsHost);
        writer.WriteEndObject();

        void Text(string key, string? value)
        {
            if (value is not null) writer.WriteString(key, value);
        }

        void Features(string key, CpuFeatures? features)
        {
            if (features is not { } known) return;
            writer.WriteStartArray(key);
            foreach (CpuFeature feature in known) writer.WriteStringValue(feature.ToString());
            writer.WriteEndArray();
        }
    }

    /// <summary>Reads one; null for JSON null.</summary>
    /// <exception cref="FormatException">A value makes no sense.</exception>
    public static Target? Read(JsonElement json)
    {
        if (json.ValueKind == JsonValueKind.Null) return null;
        CpuFeatures? features = Features(json, "features");
        Target target = new()
        {
            Os = Word<OperatingSystemKind>(json, "os"),
            OsVersion = Version(json, "os_version"),
            Libc = Word<LibcKind>(json, "libc"),
            LibcVersion = Version(json, "libc_version"),
            Architecture = Word<Architecture>(json, "architecture"),
            Cpu = Text(json, "cpu"),
            Processor = Text(json, "vendor") is null ? null : new Processor(Word<ProcessorVendor>(json, "vendor"), Text(json, "core"), Flag(json, "avx512")),
            Models = Text(json, "models") is { } models ? new CpuModels(models, Text(json, "brand")) : null,
            Features = features,
            ArmVersion = json.TryGetProperty("arm_version", out JsonElement arm) ? arm.GetInt32() : null,
            IntelPlatform = Text(json, "platform") is { } platform ? new IntelPlatform(platform.Length == 0 ? null : platform, Flag(json, "platform_avx512")) : null,
            PageSize = json.GetProperty("page_size").GetInt32() is >= 4096 and <= 1 << 20 and var size && (size & (size - 1)) == 0 ? size : throw new FormatException("page_size is none"),
            Translation = Text(json, "translation"),
            IsHost = Flag(json, "host"),
        };
        return Features(json, "announced") is { } announced ? target with { Announced = announced } : target;
    }

    private static string? Text(JsonElement json, string key) => json.TryGetProperty(key, out JsonElement value) ? value.GetString() : null;

    private static bool Flag(JsonElement json, string key) => json.TryGetProperty(key, out JsonElement value) && value.GetBoolean();

    private static PackedVersion? Version(JsonElement json, string key) => Text(json, key) is not { } text ? null : PackedVersion.TryParse(text, out PackedVersion version) ? version : throw new FormatException($"{key} is no version");

    private static T Word<T>(JsonElement json, string key)
        where T : struct, Enum => Enum.TryParse(json.GetProperty(key).GetString(), out T value) && Enum.IsDefined(value) ? value : throw new FormatException($"{key} is not known");

    private static CpuFeatures? Features(JsonElement json, string key)
    {
        if (!json.TryGetProperty(key, out JsonElement list)) return null;
        CpuFeatures features = default;
        foreach (JsonElement name in list.EnumerateArray())
            features = Enum.TryParse(name.GetString(), out CpuFeature feature) && Enum.IsDefined(feature) ? features.With(feature) : throw new FormatException($"{name} is no known feature");
        return features;
    }
}
