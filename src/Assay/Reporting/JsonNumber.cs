using System.Text.Json;

namespace Assay.Reporting;

/// <summary>Numbers that JSON may not have: a broken library computes what is none, and that becomes null.</summary>
internal static class JsonNumber
{
    /// <summary>Writes a number, or null for one that JSON has no word for.</summary>
    /// <param name="writer">Where it goes.</param>
    /// <param name="name">The name of the member; null inside an array.</param>
    /// <param name="value">The number.</param>
    public static void Write(Utf8JsonWriter writer, string? name, double value)
    {
        if (name is not null) writer.WritePropertyName(name);
        if (double.IsFinite(value)) writer.WriteNumberValue(value);
        else writer.WriteNullValue();
    }
}
