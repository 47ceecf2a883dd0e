using System.Text.Json;
using Assay.Imports.Values;
using Assay.Imports.Walking;

namespace Assay.Imports.Models;

/// <summary>
/// <c>json.loads</c> of a known text: packages keep their version in such texts (versioneer's <c>_version.py</c>) and put it into their messages. The decoder of the
/// standard library is compiled code, which is not read.
/// </summary>
internal static class JsonModule
{
    private const int MaximumDepth = 64;

    /// <summary>The value of a text, or an unknown one: what Python accepts beyond the standard (<c>NaN</c>) and what it would raise are not modelled.</summary>
    /// <param name="walk">The walk.</param>
    /// <param name="arguments">The text alone; with options the result is not told.</param>
    public static Value Loads(Interpreter walk, Arguments arguments)
    {
        if (arguments is not { Positional: [StringValue { IsApproximate: false } text], Keywords.Length: 0, IsOpen: false }) return UnknownValue.Instance;
        try
        {
            using JsonDocument document = JsonDocument.Parse(text.Text, new JsonDocumentOptions { MaxDepth = MaximumDepth });
            return Of(walk, document.RootElement);
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            // No JSON, or a text with half of a surrogate pair.
            return UnknownValue.Instance;
        }
    }

    private static Value Of(Interpreter walk, JsonElement element)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                DictionaryValue dictionary = walk.NewDictionary();
                foreach (JsonProperty property in element.EnumerateObject()) dictionary.Set(new StringValue(property.Name), Of(walk, property.Value));
                return dictionary;
            case JsonValueKind.Array:
                return walk.NewList(element.EnumerateArray().Select(item => Of(walk, item)));
            case JsonValueKind.String:
                return new StringValue(element.GetString()!);
            case JsonValueKind.Number:
                return element.TryGetInt64(out long whole) ? IntegerValue.Of(whole) : UnknownValue.Instance;
            case JsonValueKind.True:
                return BooleanValue.True;
            case JsonValueKind.False:
                return BooleanValue.False;
            default:
                return SingletonValue.None;
        }
    }
}
