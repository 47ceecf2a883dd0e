using System.Text.Json;
using Assay.Lab.Referee;

namespace Assay.Lab.Predictors;

/// <summary>Asks a program that keeps the contract of <c>assay check SUBJECT --import NAME --json</c>.</summary>
internal sealed class ProgramPredictor(string program) : IPredictor
{
    public Prediction Predict(Question question, string? root)
    {
        List<string> arguments = ["check", question.Subject, "--import", question.Import, "--json", "--working-directory", question.WorkingDirectory];
        if (root is not null) arguments.AddRange(["--root", root]);
        if (question.Target is not null) arguments.AddRange(["--for", question.Target]);
        foreach ((string name, string value) in question.Variables) arguments.AddRange(["--env", $"{name}={value}"]);
        ChildResult result = ChildProcess.Run(program, arguments, timeoutSeconds: 120);
        if (result.TimedOut) return Prediction.Faulty("no answer in time");
        try
        {
            return Parse(result.Output);
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException or KeyNotFoundException)
        {
            return Prediction.Faulty($"exit status {result.ExitStatus}: {result.Error.Trim()} {error.Message}");
        }
    }

    private static Prediction Parse(string json)
    {
        using JsonDocument document = JsonDocument.Parse(json);
        JsonElement root = document.RootElement;
        JsonElement verdict = root.GetProperty("verdicts")[0];
        return new Prediction(
            verdict.GetProperty("verdict").GetString() switch
            {
                "imports" => Ending.Imports,
                "fails" => Ending.Fails,
                "crashes" => Ending.Crashes,
                "unknown" => Ending.Unknown,
                string other => throw new InvalidOperationException($"no such verdict: {other}"),
                null => throw new InvalidOperationException("a verdict without a value"),
            },
            Text(verdict, "exception"), Text(verdict, "message"), Text(verdict, "signal"), Text(verdict, "certainty"),
            verdict.TryGetProperty("findings", out JsonElement codes) ? [.. codes.EnumerateArray().Select(code => code.GetString()!)] : [],
            root.TryGetProperty("findings", out JsonElement findings)
                ? [.. findings.EnumerateArray().Where(finding => finding.GetProperty("severity").GetString() == "error").Select(finding => finding.GetProperty("code").GetString()!)]
                : []);
    }

    private static string? Text(JsonElement element, string name) => element.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
