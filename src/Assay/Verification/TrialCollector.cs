using System.Text.Json;

namespace Assay.Verification;

/// <summary>
/// Turns the lines of children into a result. A child holds foreign code, so a line is believed only as far as it can be read and its numbers make
/// sense; anything else is passed over.
/// </summary>
/// <param name="request">What was asked.</param>
internal sealed class TrialCollector(BlasTrialRequest request)
{
    private const int MostOfAKind = 500;
    private const int LongestText = 2000;
    private int threads;
    private bool first = true;

    /// <summary>What has come in.</summary>
    public BlasTrialResult Result { get; private set; } = new(request);

    /// <summary>The step that was begun last.</summary>
    public TrialStep Step { get; private set; }

    /// <summary>What it works on.</summary>
    public string Detail { get; private set; } = "";

    /// <summary>A new child starts.</summary>
    public void Begin(int count)
    {
        threads = count;
        Step = TrialStep.Starting;
        Detail = "";
    }

    /// <summary>A child has ended.</summary>
    public void End(TrialEnding ending)
    {
        first = false;
        Result = Result with { Endings = Result.Endings.Add(ending) };
    }

    /// <summary>Keeps what the library printed.</summary>
    public void AddTalk(string talk)
    {
        if (Result.Talk.Length == 0) Result = Result with { Talk = Short(talk.Trim()) };
    }

    /// <summary>Takes one line; returns the loader's words when a file was refused.</summary>
    public string? Take(byte[] line)
    {
        TrialMessage? message = Read(line);
        if (message is null) return null;
        if (message.Refused is { } refused) return Short(refused);
        if (message.Step is { } step && Enum.IsDefined(step) && step >= Step)
        {
            Step = step;
            Detail = Short(message.Detail ?? "");
        }

        TakeMeasured(message);

        // What the files are does not depend on the count of threads: the first child has said it.
        if (first) TakeNature(message);
        return null;
    }

    private void TakeMeasured(TrialMessage message)
    {
        if (message.Check is { Routine: not null, Cases: >= 0 } check && Result.Checks.Length < MostOfAKind)
            Result = Result with { Checks = Result.Checks.Add(check with { Routine = Short(check.Routine), Threads = threads, Wrong = check.Wrong is null ? null : Short(check.Wrong) }) };
        if (message.Peak is { Instructions: not null } peak && IsPositive(peak.Double) && IsPositive(peak.Single) && !Result.Peaks.Any(known => known.Threads == threads))
            Result = Result with { Peaks = Result.Peaks.Add(peak with { Threads = threads, Instructions = Short(peak.Instructions) }) };
        if (message.Timing is { Routine: "dgemm" or "sgemm", Size: > 0, Runs: >= 0 } timing && Result.Timings.Length < MostOfAKind && (timing.Seconds is { } seconds ? IsPositive(seconds) : timing.Skipped is not null))
            Result = Result with { Timings = Result.Timings.Add(timing with { Threads = threads, Skipped = timing.Skipped is null ? null : Short(timing.Skipped) }) };
    }

    private void TakeNature(TrialMessage message)
    {
        if (message.Fact is { Name: not null, Value: not null, Source: not null, File: not null } fact && Result.Facts.Length < MostOfAKind)
            Result = Result with { Facts = Result.Facts.Add(new RuntimeFact(Short(fact.Name), Short(fact.Value), Short(fact.Source), Short(fact.File))) };
        if (message.Elsewhere is { Symbol: not null, Asked: not null, Found: not null } home && Result.Elsewhere.Length < MostOfAKind)
            Result = Result with { Elsewhere = Result.Elsewhere.Add(new SymbolHome(Short(home.Symbol), Short(home.Asked), Short(home.Found))) };
        if (message.Width is { Interface: not null, By: not null } width && Enum.IsDefined(width.Proved) && Enum.IsDefined(width.Claimed) && Result.Widths.Length < MostOfAKind)
            Result = Result with { Widths = Result.Widths.Add(width with { Interface = Short(width.Interface), By = Short(width.By) }) };
        if (message.Example is { Coefficients: { IsDefault: false, Length: <= 10 } } example) Result = Result with { Example = example };
        if (message.Convention is { } convention) Result = Result with { Convention = convention };
        if (message.Note is { } note && Result.Notes.Length < MostOfAKind) Result = Result with { Notes = Result.Notes.Add(Short(note)) };
    }

    private static TrialMessage? Read(byte[] line)
    {
        try
        {
            return JsonSerializer.Deserialize(line, TrialJson.Default.TrialMessage);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static bool IsPositive(double number) => number > 0 && double.IsFinite(number);

    private static string Short(string text) => text.Length <= LongestText ? text : text[..LongestText];
}
