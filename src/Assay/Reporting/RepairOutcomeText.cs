using Assay.Repairs;

namespace Assay.Reporting;

/// <summary>What became of a repair, for people.</summary>
public static class RepairOutcomeText
{
    /// <summary>Says what is about to be executed.</summary>
    /// <param name="commands">The commands, passwords left out.</param>
    /// <param name="output">Where it goes.</param>
    /// <param name="style">Width and colour.</param>
    public static void WriteAnnouncement(IEnumerable<string> commands, TextWriter output, TextStyle style)
    {
        ArgumentNullException.ThrowIfNull(commands);
        ArgumentNullException.ThrowIfNull(output);
        ArgumentNullException.ThrowIfNull(style);
        output.WriteLine();
        output.WriteLine($"{style.Strong("executing")}, in a new environment beside this one, which stays as it is until the new one has proved itself:");
        foreach (string command in commands) output.WriteLine("        " + PrintableText.OneLine(command));
        output.WriteLine();
    }

    /// <summary>Writes how it ended.</summary>
    /// <param name="outcome">The outcome.</param>
    /// <param name="output">Where it goes.</param>
    /// <param name="style">Width and colour.</param>
    public static void Write(RepairOutcome outcome, TextWriter output, TextStyle style)
    {
        ArgumentNullException.ThrowIfNull(outcome);
        ArgumentNullException.ThrowIfNull(output);
        ArgumentNullException.ThrowIfNull(style);
        foreach (string line in outcome.Healed) output.WriteLine($"earlier run: {PrintableText.OneLine(line)}");
        if (outcome.Verification is { } verification)
        {
            foreach (Examination.Verifying.ImportVerification import in verification.Imports) VerificationText.Write(import, verification.Plan, output, style);
            output.WriteLine();
        }

        string word = outcome.End switch
        {
            RepairEnd.Repaired => "repaired",
            RepairEnd.Undone => "undone",
            RepairEnd.Kept => "kept",
            RepairEnd.Nothing => "nothing to do",
            RepairEnd.Refused => "not begun",
            RepairEnd.Stopped => "stopped",
            _ => "failed",
        };
        output.WriteLine($"{style.Strong(word)}: {PrintableText.OneLine(outcome.Message)}");
        foreach (string line in outcome.Notes) output.WriteLine($"note: {PrintableText.OneLine(line)}");
        if (outcome.Aside is { } aside) output.WriteLine($"set aside: {PrintableText.OneLine(aside)} (`assay fix --undo` brings it back, `assay fix --keep` removes it)");
        if (outcome.Log is { } log) output.WriteLine($"log: {PrintableText.OneLine(log)}");
    }
}
