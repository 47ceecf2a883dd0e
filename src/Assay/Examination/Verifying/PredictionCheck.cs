using System.Text;
using Assay.Diagnostics;
using Assay.Verification.Importing;

namespace Assay.Examination.Verifying;

/// <summary>Holds a prediction against what happened.</summary>
internal static class PredictionCheck
{
    /// <summary>How the two stand to each other.</summary>
    /// <param name="verdict">The prediction.</param>
    /// <param name="outcome">What happened.</param>
    /// <param name="hasRunner">True when another program had to start the interpreter: what that one does not manage says nothing about the prediction.</param>
    public static Agreement Of(Verdict verdict, ImportOutcome outcome, bool hasRunner = false)
    {
        if (verdict.Kind == VerdictKind.Unknown) return Agreement.NotPredicted;

        // A limit of time is ours: whatever is predicted may still come after it.
        if (outcome.Kind == ImportOutcomeKind.Hung) return Agreement.NotSettled;
        bool agrees = verdict.Kind switch
        {
            VerdictKind.Imports => outcome.Kind == ImportOutcomeKind.Imported,
            VerdictKind.Fails when outcome.Kind == ImportOutcomeKind.NotStarted => verdict.Exception == "OSError",
            VerdictKind.Fails => outcome.Kind == ImportOutcomeKind.Raised && Same(verdict, outcome.Exception!),
            _ => verdict.Signal is null ? outcome.Status is not null : outcome.Signal == verdict.Signal,
        };
        if (agrees) return Agreement.Agreed;
        return hasRunner && outcome is { Kind: ImportOutcomeKind.NotStarted, Signal: null } ? Agreement.NotSettled : Agreement.Disagreed;
    }

    // The words of a message are promised only where the verdict says that they are certain.
    private static bool Same(Verdict verdict, PythonException exception) =>
        verdict.Exception == exception.TypeName && (verdict.Certainty != Certainty.Certain || verdict.Message is null || Printed(verdict.Message) == exception.Message);

    // What UTF-8 has no bytes for comes from the driver as Python prints it to standard error: \udce9.
    private static string Printed(string text)
    {
        if (!text.Any(char.IsSurrogate)) return text;
        StringBuilder printed = new();
        for (int at = 0; at < text.Length; at++)
        {
            bool isPair = char.IsHighSurrogate(text[at]) && at + 1 < text.Length && char.IsLowSurrogate(text[at + 1]);
            if (isPair) printed.Append(text[at++]).Append(text[at]);
            else if (char.IsSurrogate(text[at])) printed.Append("\\u").Append(((int)text[at]).ToString("x4", System.Globalization.CultureInfo.InvariantCulture));
            else printed.Append(text[at]);
        }

        return printed.ToString();
    }
}
