using System.Text.Json;
using System.Text.RegularExpressions;

namespace Assay.Tests.Reporting;

/// <summary>
/// The few words of JSON Schema 2020-12 that <c>docs/schema</c> uses. A word it does not know is reported, so a schema cannot promise what nobody
/// checks; fields that the schema does not name are reported too: what the program writes is to be described.
/// </summary>
internal sealed class SchemaValidator(JsonElement root)
{
    private static readonly HashSet<string> Words =
        ["$schema", "$id", "$defs", "$ref", "title", "description", "type", "required", "properties", "items", "enum", "const", "oneOf", "anyOf", "pattern"];

    private readonly List<string> problems = [];

    public static IReadOnlyList<string> Validate(string schema, string json)
    {
        using JsonDocument schemaDocument = JsonDocument.Parse(schema);
        using JsonDocument document = JsonDocument.Parse(json);
        SchemaValidator validator = new(schemaDocument.RootElement);
        validator.Check(schemaDocument.RootElement, document.RootElement, "$");
        return validator.problems;
    }

    private void Check(JsonElement schema, JsonElement value, string place)
    {
        foreach (JsonProperty word in schema.EnumerateObject())
            if (!Words.Contains(word.Name)) problems.Add($"schema at {place}: `{word.Name}` is not checked");
        if (schema.TryGetProperty("$ref", out JsonElement reference)) Check(Resolve(reference.GetString()!), value, place);
        if (schema.TryGetProperty("type", out JsonElement type) && !Types(type).Contains(TypeOf(value)) && !(TypeOf(value) == "integer" && Types(type).Contains("number")))
            problems.Add($"{place}: {TypeOf(value)} instead of {type}");
        if (schema.TryGetProperty("const", out JsonElement constant) && constant.ToString() != value.ToString()) problems.Add($"{place}: {value} instead of {constant}");
        if (schema.TryGetProperty("enum", out JsonElement choices) && !choices.EnumerateArray().Any(choice => choice.ValueKind == value.ValueKind && choice.ToString() == value.ToString()))
            problems.Add($"{place}: {value} is none of {choices}");
        if (schema.TryGetProperty("pattern", out JsonElement pattern) && !Regex.IsMatch(value.ToString(), pattern.GetString()!)) problems.Add($"{place}: {value} does not match {pattern}");
        if (schema.TryGetProperty("oneOf", out JsonElement alternatives)) CheckAlternatives(alternatives, value, place);
        if (schema.TryGetProperty("anyOf", out alternatives)) CheckAlternatives(alternatives, value, place);
        if (schema.TryGetProperty("items", out JsonElement items) && value.ValueKind == JsonValueKind.Array)
        {
            int index = 0;
            foreach (JsonElement item in value.EnumerateArray()) Check(items, item, $"{place}[{index++}]");
        }

        if (value.ValueKind != JsonValueKind.Object) return;
        if (schema.TryGetProperty("required", out JsonElement required))
            foreach (JsonElement name in required.EnumerateArray())
                if (!value.TryGetProperty(name.GetString()!, out _)) problems.Add($"{place}: `{name}` is absent");
        if (schema.TryGetProperty("properties", out JsonElement properties)) CheckProperties(properties, value, place);
    }

    private void CheckProperties(JsonElement properties, JsonElement value, string place)
    {
        foreach (JsonProperty property in value.EnumerateObject())
        {
            if (properties.TryGetProperty(property.Name, out JsonElement described)) Check(described, property.Value, $"{place}.{property.Name}");
            else problems.Add($"{place}: `{property.Name}` is not described");
        }
    }

    private void CheckAlternatives(JsonElement alternatives, JsonElement value, string place)
    {
        List<string> reasons = [];
        foreach (JsonElement alternative in alternatives.EnumerateArray())
        {
            SchemaValidator attempt = new(root);
            attempt.Check(alternative, value, place);
            if (attempt.problems.Count == 0) return;
            reasons.AddRange(attempt.problems);
        }

        problems.AddRange(reasons);
    }

    private JsonElement Resolve(string reference)
    {
        JsonElement element = root;
        foreach (string part in reference.Split('/').Skip(1)) element = element.GetProperty(part);
        return element;
    }

    private static IEnumerable<string> Types(JsonElement type) => type.ValueKind == JsonValueKind.Array ? type.EnumerateArray().Select(item => item.GetString()!) : [type.GetString()!];

    private static string TypeOf(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => "object",
        JsonValueKind.Array => "array",
        JsonValueKind.String => "string",
        JsonValueKind.Number => value.TryGetInt64(out _) ? "integer" : "number",
        JsonValueKind.True or JsonValueKind.False => "boolean",
        _ => "null",
    };
}
