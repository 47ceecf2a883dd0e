using Assay.Examination;
using Assay.Reporting;

namespace Assay.Tests.Pages;

/// <summary>Runs the cases of a page and, when asked to, writes what they print back into it.</summary>
internal static class PageRunner
{
    /// <summary>What Assay prints about one case, as on a terminal of ordinary width without colours.</summary>
    public static string Run(Page page, int number)
    {
        PageMachine machine = PageMachine.Of(page, number);
        ExaminationResult result = Examiner.Run(machine.Request, machine.Machine);
        using StringWriter output = new() { NewLine = "\n" };
        if (result.Fault is not null) output.WriteLine($"assay: {result.Fault.Message}");
        TextReport.Write(result, output, new TextStyle());
        return output.ToString();
    }

    /// <summary>Puts the present output of every case into the page.</summary>
    public static void Bless(Page page)
    {
        List<string> lines = [.. page.Lines];

        // From the last case to the first, so that the line numbers of the others stay true.
        for (int number = page.Cases.Length - 1; number >= 0; number--)
        {
            PageBlock output = page.Cases[number].Output;
            lines.RemoveRange(output.FirstLine, output.LineCount);
            lines.InsertRange(output.FirstLine, Run(page, number).TrimEnd('\n').Split('\n'));
        }

        File.WriteAllText(page.Path, string.Join('\n', lines) + "\n");
    }
}
