using System.Collections.Immutable;
using System.Text.Json;
using Assay.Primitives;

namespace Assay.Targets.Cpu;

/// <summary>What the features of processors are called: by the field itself, by systems and by compilers.</summary>
public static class CpuFeatureNames
{
    private static readonly Lazy<ImmutableArray<CpuFeatureRow>> Table = new(Read);
    private static readonly Lazy<Dictionary<string, CpuFeature>> X86Words = new(() => Words(isArm: false)), ArmWords = new(() => Words(isArm: true));

    /// <summary>All features with all their names, in the order of the enumeration.</summary>
    internal static ImmutableArray<CpuFeatureRow> Rows => Table.Value;

    /// <summary>The field's own name: <c>AVX512_BF16</c>, <c>FEAT_LSE</c>.</summary>
    /// <param name="feature">The feature.</param>
    public static string Of(CpuFeature feature) => Rows[(int)feature].Name;

    /// <summary>The names of a set, in the order of the enumeration.</summary>
    /// <param name="features">The set.</param>
    public static ImmutableArray<string> Of(CpuFeatures features) => [.. features.Select(Of)];

    /// <summary>True for a feature of Arm; all others are of x86.</summary>
    /// <param name="feature">The feature.</param>
    public static bool IsArm(CpuFeature feature) => Rows[(int)feature].IsArm;

    /// <summary>The feature that somebody means: by its own name, with or without <c>FEAT_</c>, or by the word of Linux; case and <c>_ - .</c> do not matter.</summary>
    /// <param name="text">The text.</param>
    /// <param name="isArm">True where features of Arm come first, as for names that both have (<c>SHA512</c>, <c>AES</c>).</param>
    /// <returns>The feature, or null when there is none of that name.</returns>
    public static CpuFeature? Parse(string text, bool isArm = false)
    {
        ArgumentNullException.ThrowIfNull(text);
        string wanted = Plain(text);
        return Rows.Where(row => Plain(row.Name) == wanted || Plain(row.Name) == "feat" + wanted || (row.Linux is { } word && Plain(word) == wanted))
            .OrderBy(row => row.IsArm != isArm).Select(row => (CpuFeature?)row.Feature).FirstOrDefault();
    }

    /// <summary>The features that words of <c>/proc/cpuinfo</c> announce.</summary>
    /// <param name="words">The words of <c>flags</c> on x86, of <c>Features</c> on Arm; others are passed over.</param>
    /// <param name="isArm">True on Arm.</param>
    public static CpuFeatures OfLinux(IEnumerable<string> words, bool isArm)
    {
        ArgumentNullException.ThrowIfNull(words);
        Dictionary<string, CpuFeature> known = (isArm ? ArmWords : X86Words).Value;
        CpuFeatures found = default;
        foreach (string word in words)
            if (known.TryGetValue(word, out CpuFeature feature)) found = found.With(feature);
        return found;
    }

    /// <summary>The features that the kernel of Linux announces in the auxiliary vector of an Arm process.</summary>
    /// <param name="first">AT_HWCAP.</param>
    /// <param name="second">AT_HWCAP2.</param>
    public static CpuFeatures OfCapabilities(ulong first, ulong second)
    {
        CpuFeatures found = default;
        foreach (CpuFeatureRow row in Rows)
            if ((row.Capability is { } bit && (first >> bit & 1) != 0) || (row.Capability2 is { } bit2 && (second >> bit2 & 1) != 0)) found = found.With(row.Feature);
        return found;
    }

    /// <summary>The features that words of sysctl announce on an Intel Mac (<c>machdep.cpu.features</c>, <c>leaf7_features</c>, <c>extfeatures</c>).</summary>
    /// <param name="words">The words.</param>
    public static CpuFeatures OfIntelMac(IEnumerable<string> words)
    {
        HashSet<string> has = [.. words];
        return new CpuFeatures([.. Rows.Where(row => !row.IsArm && row.MacOs.Any(has.Contains)).Select(row => row.Feature)]);
    }

    /// <summary>What a Mac of Apple has: what its kernel answers 1 to, and where it does not know the key, what such a processor is known to have.</summary>
    /// <param name="known">The features that are known of it.</param>
    /// <param name="ask">Asks the kernel for a key (sysctl): null when it does not know it.</param>
    public static CpuFeatures OfAppleSilicon(CpuFeatures known, Func<string, int?> ask)
    {
        ArgumentNullException.ThrowIfNull(ask);
        CpuFeatures found = known;
        foreach (CpuFeatureRow row in Rows.Where(row => row.IsArm && !row.MacOs.IsEmpty))
        {
            // macOS 12 brought the keys below "arm"; macOS 11 has the few older ones.
            int?[] answers = [.. row.MacOs.Select(key => ask(key.StartsWith("FEAT_", StringComparison.Ordinal) ? "hw.optional.arm." + key : "hw.optional." + key))];
            if (answers.Any(answer => answer == 1)) found = found.With(row.Feature);
            else if (answers.Any(answer => answer == 0)) found -= new CpuFeatures(row.Feature);
        }

        return found;
    }

    private static string Plain(string text) => text.ToLowerInvariant().Replace("_", "", StringComparison.Ordinal).Replace("-", "", StringComparison.Ordinal).Replace(".", "", StringComparison.Ordinal);

    private static Dictionary<string, CpuFeature> Words(bool isArm) => Rows.Where(row => row.IsArm == isArm && row.Linux is not null).ToDictionary(row => row.Linux!, row => row.Feature, StringComparer.Ordinal);

    private static ImmutableArray<CpuFeatureRow> Read()
    {
        using JsonDocument document = EmbeddedData.Open("cpu-features");
        return [.. document.RootElement.GetProperty("features").EnumerateArray().Select(Row).OrderBy(row => row.Feature)];
    }

    private static CpuFeatureRow Row(JsonElement row) => new(
        Enum.Parse<CpuFeature>(row.GetProperty("feature").GetString()!),
        row.GetProperty("name").GetString()!,
        row.TryGetProperty("linux", out JsonElement word) ? word.GetString() : null,
        row.TryGetProperty("cpuid", out JsonElement bit) ? CpuIdBit.Parse(bit.GetString()!) : null,
        Number(row, "hwcap"),
        Number(row, "hwcap2"),
        row.TryGetProperty("macos", out JsonElement keys) ? [.. keys.EnumerateArray().Select(key => key.GetString()!)] : [],
        Number(row, "windows"));

    private static int? Number(JsonElement row, string name) => row.TryGetProperty(name, out JsonElement number) ? number.GetInt32() : null;
}
