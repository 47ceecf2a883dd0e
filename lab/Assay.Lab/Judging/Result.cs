using System.Text.Json;
using System.Text.Json.Serialization;
using Assay.Lab.Referee;

namespace Assay.Lab.Judging;

/// <summary>One line of the results: a case, what was predicted, what happened, and whether the two agree.</summary>
internal sealed record Result
{
    public required string Case { get; init; }

    public required string Platform { get; init; }

    public required string Family { get; init; }

    public required string Base { get; init; }

    public required string Import { get; init; }

    /// <summary>True when the variation is meant to do no harm.</summary>
    public bool Healthy { get; init; }

    /// <summary>What was done.</summary>
    public IReadOnlyList<string> What { get; init; } = [];

    /// <summary>What was asked, in one line.</summary>
    public string Question { get; init; } = "";

    public Ending Predicted { get; init; }

    public string? PredictedException { get; init; }

    public string? PredictedMessage { get; init; }

    public string? PredictedSignal { get; init; }

    public IReadOnlyList<string> Codes { get; init; } = [];

    public IReadOnlyList<string> ErrorCodes { get; init; } = [];

    /// <summary>Why there is no prediction, or null.</summary>
    public string? Fault { get; init; }

    public Ending Actual { get; init; }

    public int ExitStatus { get; init; }

    public string? Signal { get; init; }

    public string? Exception { get; init; }

    public string? Message { get; init; }

    /// <summary>The end of what the interpreter wrote to stderr; null when all agrees.</summary>
    public string? Talk { get; init; }

    /// <summary>Reality gave an answer, so that the case counts.</summary>
    [JsonIgnore]
    public bool Counts => Actual != Ending.NoAnswer;

    /// <summary>The prediction says something.</summary>
    [JsonIgnore]
    public bool Decided => Predicted is not (Ending.Unknown or Ending.NoAnswer);

    /// <summary>The same verdict.</summary>
    public bool Agrees => Predicted == Actual;

    /// <summary>Said to break and does not, or an error found in a variation that works.</summary>
    public bool FalseAlarm => Actual == Ending.Imports && (Predicted is Ending.Fails or Ending.Crashes || (Healthy && ErrorCodes.Count > 0));

    /// <summary>Said to import and does not.</summary>
    public bool Miss => Predicted == Ending.Imports && (Actual is Ending.Fails or Ending.Crashes);

    /// <summary>An agreeing failure, where messages can be compared.</summary>
    [JsonIgnore]
    public bool Comparable => Agrees && Actual == Ending.Fails;

    /// <summary>The last line of the traceback is the predicted one: type and text.</summary>
    public bool LastLineEqual => Comparable && Exception == PredictedException && Lines.Last(Message) == Lines.Last(PredictedMessage);

    /// <summary>The whole of <c>str(exception)</c> is the predicted one.</summary>
    public bool MessageEqual => Comparable && Exception == PredictedException && Message == PredictedMessage;

    /// <summary>The result as one line.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, Options);

    private static readonly JsonSerializerOptions Options = new() { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, PropertyNamingPolicy = JsonNamingPolicy.CamelCase, Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) }, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
}
