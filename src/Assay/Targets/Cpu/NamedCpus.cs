using System.Collections.Immutable;
using System.Text.Json;
using Assay.Primitives;

namespace Assay.Targets.Cpu;

/// <summary>The processors that are known by name.</summary>
public static class NamedCpus
{
    private const int MostSuggested = 3;

    private static readonly Lazy<ImmutableArray<NamedCpu>> Table = new(Read);
    private static readonly Lazy<Dictionary<string, NamedCpu>> Names = new(Index);

    /// <summary>All of them.</summary>
    public static ImmutableArray<NamedCpu> All => Table.Value;

    /// <summary>The processor that a name means; case, and whether parts are joined by hyphens, underscores or nothing, do not matter.</summary>
    /// <param name="name">The name.</param>
    /// <returns>Null when none has that name.</returns>
    public static NamedCpu? Find(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return Names.Value.GetValueOrDefault(Key(name));
    }

    /// <summary>The names of an architecture that look most like one that does not exist.</summary>
    /// <param name="name">The name.</param>
    /// <param name="architecture">The architecture; unknown for all.</param>
    public static ImmutableArray<string> Nearest(string name, Architecture architecture)
    {
        ArgumentNullException.ThrowIfNull(name);
        const int longest = 40;
        string key = Key(name.Length > longest ? name[..longest] : name);
        return
        [
            .. All.Where(cpu => architecture == Architecture.Unknown || Fits(cpu, architecture))
                .Select(cpu => (cpu.Name, Distance: cpu.Aliases.Append(cpu.Name).Min(known => Distance(key, Key(known)))))
                .OrderBy(pair => pair.Distance).ThenBy(pair => pair.Name, StringComparer.Ordinal)
                .Take(MostSuggested).Select(pair => pair.Name),
        ];
    }

    /// <summary>The highest level of an architecture that a set of features reaches, or null when the architecture has no levels.</summary>
    /// <param name="features">The features.</param>
    /// <param name="architecture">The architecture.</param>
    public static NamedCpu? Level(CpuFeatures features, Architecture architecture) => All.LastOrDefault(cpu => cpu.IsLevel && cpu.Architecture == architecture && features.HasAll(cpu.Features));

    /// <summary>True when a processor can be the one of a target: Arm's 64-bit ones run 32-bit code too.</summary>
    /// <param name="cpu">The processor.</param>
    /// <param name="architecture">The target's architecture.</param>
    public static bool Fits(NamedCpu cpu, Architecture architecture)
    {
        ArgumentNullException.ThrowIfNull(cpu);
        return architecture switch
        {
            Architecture.X86 => cpu.Architecture == Architecture.X86_64,
            Architecture.Arm64E => cpu.Architecture == Architecture.Arm64,
            Architecture.Arm => cpu.Architecture is Architecture.Arm or Architecture.Arm64,
            _ => cpu.Architecture == architecture,
        };
    }

    private static string Key(string name) => name.ToLowerInvariant().Replace("-", "", StringComparison.Ordinal).Replace("_", "", StringComparison.Ordinal);

    // Levenshtein's, two rows of it.
    private static int Distance(string left, string right)
    {
        int[] row = [.. Enumerable.Range(0, right.Length + 1)];
        for (int i = 1; i <= left.Length; i++)
        {
            int corner = row[0];
            row[0] = i;
            for (int j = 1; j <= right.Length; j++)
            {
                int changed = corner + (left[i - 1] == right[j - 1] ? 0 : 1);
                corner = row[j];
                row[j] = Math.Min(changed, Math.Min(row[j], row[j - 1]) + 1);
            }
        }

        return row[^1];
    }

    private static Dictionary<string, NamedCpu> Index()
    {
        Dictionary<string, NamedCpu> names = new(StringComparer.Ordinal);
        foreach (NamedCpu cpu in All)
            foreach (string name in cpu.Aliases.Append(cpu.Name)) names.Add(Key(name), cpu);
        return names;
    }

    private static ImmutableArray<NamedCpu> Read()
    {
        using JsonDocument document = EmbeddedData.Open("cpus");
        Dictionary<string, NamedCpu> rows = new(StringComparer.Ordinal);
        ImmutableArray<NamedCpu>.Builder all = ImmutableArray.CreateBuilder<NamedCpu>();
        foreach (JsonElement row in document.RootElement.GetProperty("cpus").EnumerateArray())
        {
            NamedCpu? from = Text(row, "from") is { } parent ? rows[parent] : null;
            NamedCpu cpu = new(Text(row, "name")!, from?.Architecture ?? ArchitectureOf(Text(row, "architecture")!), ((from?.Features ?? default) | Features(row, "adds")) - Features(row, "lacks"))
            {
                Vendor = Text(row, "vendor") is { } vendor ? Enum.Parse<ProcessorVendor>(vendor, ignoreCase: true) : ProcessorVendor.Unknown,
                Core = Text(row, "core"),
                Models = Models(row),
                IsLevel = row.TryGetProperty("level", out JsonElement level) && level.GetBoolean(),
                ArmVersion = row.TryGetProperty("arm", out JsonElement arm) ? arm.GetInt32() : null,
                Note = Text(row, "note"),
                Aliases = Text(row, "aliases")?.Split(' ') ?? [],
            };
            if (Text(row, "announced") is { } announced) cpu = cpu with { Announced = rows[announced].Features };
            if (Features(row, "announces") is { IsEmpty: false } hollow) cpu = cpu with { Announced = cpu.Features | hollow };
            rows.Add(cpu.Name, cpu);
            all.Add(cpu);
        }

        return all.ToImmutable();
    }

    private static Architecture ArchitectureOf(string name) => name switch
    {
        "x86_64" => Architecture.X86_64,
        "arm64" => Architecture.Arm64,
        _ => Architecture.Arm,
    };

    private static CpuFeatures Features(JsonElement row, string name)
    {
        CpuFeatures features = default;
        foreach (string word in Text(row, name)?.Split(' ') ?? [])
            features = features.With(CpuFeatureNames.Rows.FirstOrDefault(each => each.Name == word)?.Feature ?? throw new InvalidOperationException($"cpus.json: {word} is no feature"));
        return features;
    }

    // Rows of Intel and AMD leave their maker's letters out.
    private static CpuModels? Models(JsonElement row)
    {
        string maker = Text(row, "vendor") switch { "intel" => "GenuineIntel/", "amd" => "AuthenticAMD/", _ => "" };
        return CpuModels.Of((Text(row, "models")?.Split(' ') ?? []).Select(word => CpuModel.Parse(char.IsAsciiDigit(word[0]) && word[1] != 'x' ? maker + word : word) ?? throw new InvalidOperationException($"cpus.json: {word} is no model")));
    }

    private static string? Text(JsonElement row, string name) => row.TryGetProperty(name, out JsonElement text) ? text.GetString() : null;
}
