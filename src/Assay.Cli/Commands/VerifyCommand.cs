using Assay.Examination.Verifying;
using Assay.Reporting;

namespace Assay.Cli.Commands;

/// <summary><c>assay verify</c>: says what it will run, has the real interpreter make the imports, and sets what happened beside what was predicted.</summary>
internal static class VerifyCommand
{
    private const int LongestTimeout = 24 * 3600;
    private const int MostJobs = 64;

    public static ExitCode Run(VerifyRequest typed, Session session)
    {
        if (typed.Of.Schema) return Schema.Print("verify-1", session);
        if (typed.Timeout is < 1 or > LongestTimeout) return session.Refuse($"--timeout {typed.Timeout}: expected a number of seconds from 1 to {LongestTimeout}");
        if (typed.Jobs is < 1 or > MostJobs) return session.Refuse($"--jobs {typed.Jobs}: expected a number from 1 to {MostJobs}");
        if (RequestReader.Read(typed.Of, session, out string? problem) is not { } request) return session.Refuse(problem!);

        VerificationPlan? plan;
        VerificationRequest asked = new(request) { Seconds = typed.Timeout, Cpu = typed.Cpu, Runner = [.. (typed.Runner ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries)], Jobs = typed.Jobs };
        using (Progress.Start(session, $"reading {request.Subject ?? request.Root ?? "the environment"}")) plan = Verifier.Prepare(asked, session.Machine, out problem);
        if (plan is null) return session.Refuse(problem!);

        // Said before it happens: everything else Assay does only reads.
        if (!typed.Of.Json) session.Print(writer => VerificationText.WriteAnnouncement(plan, writer, session.Style));
        VerificationResult result = Execute(plan, typed.Of.Json, session);
        if (typed.Of.Json) VerificationJson.Write(result, ProductVersion.Text, session.Output);
        else session.Print(writer =>
        {
            VerificationText.WriteSummary(result, writer);
            if (FixLine.For(result.Plan.Prediction) is { } next) writer.WriteLine(next);
        });
        if (typed.Report is { } file && !WriteReport(result, session.Absolute(file), session)) return ExitCode.Usage;
        if (typed.Report is null && result.Count(Agreement.Disagreed) > 0) session.Error.WriteLine("assay: a prediction was wrong, which is a fault of assay; with --report FILE it writes what a report needs, without your name");
        return result.IsSound ? ExitCode.Success : ExitCode.Findings;
    }

    private static VerificationResult Execute(VerificationPlan plan, bool isJson, Session session)
    {
        int count = plan.Prediction.Targets[0].Imports.Length, done = 0;
        Progress? progress = Start();
        VerificationResult result = Verifier.Run(plan, import =>
        {
            done++;
            progress?.Dispose();
            if (!isJson) session.Print(writer => VerificationText.Write(import, plan, writer, session.Style));
            progress = done < count ? Start() : null;
        });
        progress?.Dispose();
        return result;

        Progress? Start() => Progress.Start(session, $"importing, {done} of {count} done");
    }

    private static bool WriteReport(VerificationResult result, string path, Session session)
    {
        PersonalWords personal = new(session.Machine.EnvironmentVariable("HOME") ?? session.Machine.EnvironmentVariable("USERPROFILE"), Environment.UserName, Environment.MachineName);
        try
        {
            using FileStream file = File.Create(path);
            VerificationJson.WriteReport(result, ProductVersion.Text, personal, file);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            session.Refuse($"{path}: cannot be written: {error.Message}");
            return false;
        }

        session.Error.WriteLine($"assay: {PrintableText.OneLine(path)} has what a report needs, and `assay snapshot -o env.jsonl.br` writes what is needed to judge the environment elsewhere; read both before you send them");
        return true;
    }
}
