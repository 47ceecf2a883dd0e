using Assay.Cli.Samples;
using Assay.Reporting;

namespace Assay.Cli.Commands;

/// <summary><c>assay demo</c>: situations that need nothing installed. They are judged anew each time, by the code that judges everything.</summary>
internal static class DemoCommand
{
    public static ExitCode Run(bool json, Session session)
    {
        foreach (string name in Sample.Names)
        {
            Sample sample = SampleReader.Read(name);
            if (json)
            {
                JsonReport.Write(sample.Examine(), ProductVersion.Text, session.Output);
                continue;
            }

            session.Print(writer =>
            {
                if (name != Sample.Names[0]) writer.WriteLine();
                writer.WriteLine($"== {sample.Name}: {sample.Story}");
                writer.WriteLine();
                TextReport.Write(sample.Examine(), writer, session.Style);
            });
        }

        return ExitCode.Success;
    }
}
