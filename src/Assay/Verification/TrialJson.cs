using System.Text.Json.Serialization;

namespace Assay.Verification;

/// <summary>The two texts that pass between parent and child. Not a number is a legal result of a broken library, so it can be said.</summary>
[JsonSourceGenerationOptions(
    UseStringEnumConverter = true,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals)]
[JsonSerializable(typeof(TrialOrder))]
[JsonSerializable(typeof(TrialMessage))]
internal sealed partial class TrialJson : JsonSerializerContext;
