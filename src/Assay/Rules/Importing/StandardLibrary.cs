using System.Collections.Frozen;
using System.Text.Json;
using Assay.Environments;
using Assay.Primitives;
using Assay.Targets;

namespace Assay.Rules;

/// <summary>Which top-level modules belong to the standard library of which Python, compiled parts included (<c>standard-modules.json</c>).</summary>
public static class StandardLibrary
{
    private static readonly Lazy<Facts> Data = new(Read);

    /// <summary>True when a Python of that version should have the module on that system.</summary>
    /// <param name="module">A dotted name; only its first part counts.</param>
    /// <param name="version">The Python version.</param>
    /// <param name="system">The operating system.</param>
    public static bool Has(string module, PythonVersion version, OperatingSystemKind system)
    {
        string top = Top(module);
        Facts facts = Data.Value;
        return facts.Modules.Contains(top)
            && !(facts.Added.TryGetValue(top, out int added) && version.Minor < added)
            && !(facts.Removed.TryGetValue(top, out int removed) && version.Minor >= removed)
            && !(facts.OnlyOn.TryGetValue(top, out OperatingSystemKind only) && only != system);
    }

    /// <summary>The minor version of Python 3 that no longer has a module, or null when it was never removed.</summary>
    /// <param name="module">A dotted name; only its first part counts.</param>
    public static int? RemovedIn(string module) => Data.Value.Removed.TryGetValue(Top(module), out int minor) ? minor : null;

    /// <summary>The minor version of Python 3 that first has a module, or null when it was there before 3.9 or is no part of the standard library.</summary>
    /// <param name="module">A dotted name; only its first part counts.</param>
    public static int? AddedIn(string module) => Data.Value.Added.TryGetValue(Top(module), out int minor) ? minor : null;

    /// <summary>The only system that has a module, or null when all have it or it is no part of the standard library.</summary>
    /// <param name="module">A dotted name; only its first part counts.</param>
    public static OperatingSystemKind? OnlyOn(string module) => Data.Value.OnlyOn.TryGetValue(Top(module), out OperatingSystemKind system) ? system : null;

    private static string Top(string module) => module.Split('.')[0];

    private static Facts Read()
    {
        using JsonDocument document = EmbeddedData.Open("standard-modules");
        JsonElement root = document.RootElement;
        return new Facts(
            root.GetProperty("modules").EnumerateArray().Select(name => name.GetString()!).ToFrozenSet(StringComparer.Ordinal),
            Versions(root.GetProperty("added")),
            Versions(root.GetProperty("removed")),
            root.GetProperty("onlyOn").EnumerateObject()
                .SelectMany(system => system.Value.EnumerateArray().Select(name => KeyValuePair.Create(name.GetString()!, system.Name == "windows" ? OperatingSystemKind.Windows : OperatingSystemKind.MacOs)))
                .ToFrozenDictionary(StringComparer.Ordinal));
    }

    private static FrozenDictionary<string, int> Versions(JsonElement element) =>
        element.EnumerateObject()
            .SelectMany(version => version.Value.EnumerateArray().Select(name => KeyValuePair.Create(name.GetString()!, int.Parse(version.Name.AsSpan(2), System.Globalization.CultureInfo.InvariantCulture))))
            .ToFrozenDictionary(StringComparer.Ordinal);

    private sealed record Facts(FrozenSet<string> Modules, FrozenDictionary<string, int> Added, FrozenDictionary<string, int> Removed, FrozenDictionary<string, OperatingSystemKind> OnlyOn);
}
