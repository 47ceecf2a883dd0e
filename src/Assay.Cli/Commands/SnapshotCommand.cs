using Assay.Examination.Taking;
using Assay.Primitives;
using Assay.Reporting;
using Assay.Snapshots;

namespace Assay.Cli.Commands;

/// <summary><c>assay snapshot</c>: writes what a judge on another machine needs into one file, and judges that file at once to see whether it says the same.</summary>
internal static class SnapshotCommand
{
    public static ExitCode Run(SnapshotRequest typed, Session session)
    {
        if (typed.Output is not { Length: > 0 } output) return session.Refuse("-o FILE is missing: expected the name of the snapshot, such as env.jsonl.br");
        if (!SnapshotFile.HasName(output)) return session.Refuse($"-o {output}: the name of a snapshot ends with .jsonl, .jsonl.br or .jsonl.gz");
        if (RequestReader.Read(typed.Of, session, out string? problem) is not { } request) return session.Refuse(problem!);

        string path = session.Absolute(output);
        TakenSnapshot taken;
        SnapshotSelfCheck check;
        long length, size;
        byte[] content;
        using (Progress.Start(session, $"reading {request.Subject ?? request.Root ?? "the environment"}"))
        {
            taken = SnapshotTaker.Take(request, session.Machine, ProductVersion.Text);
            if (taken.Fault is { } fault) return session.Refuse(fault.Message);
            (content, length, check) = Pack(taken, path, Personal(session));
            size = content.Length;
            if (SnapshotFile.Write(path, content) is { } failure) return session.Refuse($"{path}: cannot be written: {failure}");
        }

        session.Error.WriteLine($"assay: {PrintableText.OneLine(path)}: {Size(size)}{(size == length ? "" : $", {Size(length)} of text")}; {check.Summary}");
        foreach (string difference in check.Differences) session.Error.WriteLine("assay: " + PrintableText.OneLine(difference));
        session.Error.WriteLine("assay: it holds names and sources of what the imports run, and no names of people as far as they are known; read it before you send it");
        return check.Differences.IsEmpty ? ExitCode.Success : ExitCode.Findings;
    }

    // What is left out because nothing looked at it should make no difference. Where it does, it is not left out.
    private static (byte[] Content, long Length, SnapshotSelfCheck Check) Pack(TakenSnapshot taken, string path, PersonalBytes personal)
    {
        for (bool isShort = true; ; isShort = false)
        {
            byte[] content = taken.Write(path, personal, isShort, out long length);
            SnapshotSelfCheck check = SnapshotSelfCheck.Of(taken, content, path, personal);
            if (check.Differences.IsEmpty || !isShort) return (content, length, check);
        }
    }

    /// <summary>The names of this user and this machine.</summary>
    internal static PersonalBytes Personal(Session session) => new(
        session.Machine.EnvironmentVariable("HOME") ?? session.Machine.EnvironmentVariable("USERPROFILE")?.Replace('\\', '/'),
        [Environment.UserName, session.Machine.EnvironmentVariable("USER"), session.Machine.EnvironmentVariable("LOGNAME"), session.Machine.EnvironmentVariable("SUDO_USER")],
        [Environment.MachineName, session.Machine.EnvironmentVariable("HOSTNAME"), session.Machine.ReadText("/etc/hostname", 1 << 10)?.Trim()]);

    private static string Size(long bytes) => bytes < 10_000 ? $"{bytes} bytes" : bytes < 1_000_000 ? $"{bytes / 1000} kB" : string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{bytes / 1e6:0.0} MB");
}
