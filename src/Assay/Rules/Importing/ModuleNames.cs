using System.Collections.Frozen;
using System.Text.Json;
using Assay.Primitives;

namespace Assay.Rules;

/// <summary>Which distribution brings a module whose name differs from the distribution's (<c>module-names.json</c>).</summary>
public static class ModuleNames
{
    private static readonly Lazy<FrozenDictionary<string, string>> Data = new(Read);

    /// <summary>The distribution to install for a module: by the list, else the one of the same name.</summary>
    /// <param name="module">A top-level module.</param>
    public static string DistributionFor(string module) => Data.Value.GetValueOrDefault(module, module);

    private static FrozenDictionary<string, string> Read()
    {
        using JsonDocument document = EmbeddedData.Open("module-names");
        return document.RootElement.GetProperty("distributions").EnumerateObject().ToFrozenDictionary(entry => entry.Name, entry => entry.Value.GetString()!, StringComparer.Ordinal);
    }
}
