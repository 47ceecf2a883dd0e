using System.Collections.Frozen;
using System.Text.Json;
using Assay.Primitives;

namespace Assay.Fixes;

/// <summary>How Debian names the packages of Python distributions (<c>debian-names.json</c>).</summary>
internal static class DebianNames
{
    private static readonly Lazy<FrozenDictionary<string, string>> Distributions = new(() => Read("distributions"));
    private static readonly Lazy<FrozenDictionary<string, string>> Modules = new(() => Read("standardModules"));

    /// <summary>The package of a distribution: by the list, else by the rule of Debian's Python policy, <c>python3-</c> and the name.</summary>
    public static string PackageOf(string distribution)
    {
        string name = distribution.ToLowerInvariant().Replace('_', '-').Replace('.', '-');
        return Distributions.Value.GetValueOrDefault(name, "python3-" + name);
    }

    /// <summary>The package that brings a part of the standard library, or null when it is no package of its own.</summary>
    public static string? PackageOfModule(string module) => Modules.Value.GetValueOrDefault(module);

    private static FrozenDictionary<string, string> Read(string part)
    {
        using JsonDocument document = EmbeddedData.Open("debian-names");
        return document.RootElement.GetProperty(part).EnumerateObject().ToFrozenDictionary(entry => entry.Name, entry => entry.Value.GetString()!, StringComparer.Ordinal);
    }
}
