using Assay.Cli.Samples;
using Assay.Examination;
using Assay.Reporting;

namespace Assay.Cli.Commands;

/// <summary><c>assay demo</c>: situations that need nothing installed. They are judged anew each time, by the code that judges everything.</summary>
internal static class DemoCommand
{
    public static ExitCode Run(string? only, bool json, Session session)
    {
        if (only is not null && !Sample.Names.Contains(only)) return session.Refuse($"there is no sample {only}; there are {string.Join(", ", Sample.Names)}");
        foreach (string name in Sample.Names.Where(name => only is null || name == only))
        {
            Sample sample = SampleReader.Read(name);
            if (json)
            {
                JsonReport.Write(sample.Examine(), ProductVersion.Text, session.Output);
                continue;
            }

            session.Print(writer =>
            {
                if (only is null)
                {
                    if (name != Sample.Names[0]) writer.WriteLine();
                    writer.WriteLine($"== {sample.Name}: {sample.Story}");
                    writer.WriteLine();
                }

                ExaminationResult result = sample.Examine();
                TextReport.Write(result, writer, session.Style);
                if (FixLine.OfSample(result) is { } next) writer.WriteLine(next);
            });
        }

        return ExitCode.Success;
    }
}
