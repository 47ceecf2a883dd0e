using Assay.Lab.Referee;

namespace Assay.Lab.Predictors;

/// <summary>What was predicted, as the JSON of <c>assay check</c> says it.</summary>
/// <param name="ErrorCodes">The codes of findings at error level, also those that explain no verdict.</param>
/// <param name="Fault">Why there is no prediction: the program ended without JSON, or threw.</param>
internal sealed record Prediction(Ending Ending, string? ExceptionType, string? Message, string? Signal, string? Certainty, IReadOnlyList<string> Codes, IReadOnlyList<string> ErrorCodes, string? Fault = null)
{
    public static Prediction Faulty(string fault) => new(Ending.NoAnswer, null, null, null, null, [], [], fault);
}

/// <summary>Predicts how an import ends without running it.</summary>
internal interface IPredictor
{
    /// <param name="question">The question.</param>
    /// <param name="root">The directory that plays "/", or null for this machine's own.</param>
    Prediction Predict(Question question, string? root);
}
