using System.Text;
using Assay.Lab.Trees;

namespace Assay.Lab.Referee;

/// <summary>Asks the real interpreter, in a child process that may crash.</summary>
internal static class Reality
{
    // Written before the import and after it, so that whatever the package itself prints is not mistaken for an answer.
    private const string Mark = "assay-lab-answer:";

    /// <summary>The first signal names of Linux, by number; these are the same on x86-64 and aarch64.</summary>
    private static readonly Dictionary<int, string> Signals = new() { [3] = "SIGQUIT", [4] = "SIGILL", [5] = "SIGTRAP", [6] = "SIGABRT", [7] = "SIGBUS", [8] = "SIGFPE", [9] = "SIGKILL", [11] = "SIGSEGV", [13] = "SIGPIPE", [15] = "SIGTERM", [31] = "SIGSYS" };

    /// <summary>Runs the import.</summary>
    public static Outcome Ask(Question question, CaseTree tree, int timeoutSeconds)
    {
        ChildResult result = Run(question, tree, question.IsProbe ? [question.Import] : ["-c", Program(question.Import)], question.Variables, timeoutSeconds);
        string talk = Tail(result.Error);
        if (result.TimedOut) return new Outcome(Ending.NoAnswer, result.ExitStatus, null, null, null, "no answer in time\n" + talk);
        int mark = result.Output.LastIndexOf(Mark, StringComparison.Ordinal);
        if (mark >= 0)
        {
            string[] answer = result.Output[(mark + Mark.Length)..].Split('\n')[0].Split(' ');
            if (answer[0] == "ok") return new Outcome(Ending.Imports, result.ExitStatus, null, null, null, talk);
            return new Outcome(Ending.Fails, result.ExitStatus, null, answer[1], Encoding.UTF8.GetString(Convert.FromHexString(answer[2])), talk);
        }

        if (talk.StartsWith("unshare:", StringComparison.Ordinal) || result.ExitStatus == -1) return new Outcome(Ending.NoAnswer, result.ExitStatus, null, null, null, talk);
        string? signal = result.ExitStatus > 128 ? Signals.GetValueOrDefault(result.ExitStatus - 128) : null;
        return new Outcome(Ending.Crashes, result.ExitStatus, signal, null, null, talk);
    }

    /// <summary>Runs the interpreter of a question with other arguments.</summary>
    public static ChildResult Run(Question question, CaseTree tree, IReadOnlyList<string> arguments, IReadOnlyDictionary<string, string> variables, int timeoutSeconds)
    {
        Dictionary<string, string> environment = new()
        {
            ["PATH"] = "/usr/bin:/bin",
            ["HOME"] = "/nonexistent",
            ["LC_ALL"] = "C.UTF-8",
            ["PYTHONDONTWRITEBYTECODE"] = "1",
            ["PYTHONHASHSEED"] = "0",
            ["OPENBLAS_NUM_THREADS"] = "1",
            ["OMP_NUM_THREADS"] = "1",
            ["MPLCONFIGDIR"] = "/nonexistent/matplotlib",
        };
        foreach ((string name, string value) in variables) environment[name] = value;

        // An emulator would take variables such as LD_LIBRARY_PATH for itself only if it were dynamic; it is static, and hands them on.
        List<string> command = [.. question.Emulator, question.Python, .. arguments];
        if (tree.GuestRoot != "/") return ChildProcess.Run("unshare", [$"--wd={question.WorkingDirectory}", .. command], environment, timeoutSeconds);
        List<string> enter = [$"--root={tree.Root}", $"--wd={question.WorkingDirectory}", .. command];
        if (!question.ReadOnly) return ChildProcess.Run("unshare", enter, environment, timeoutSeconds);
        const string Script = "mount --bind \"$0\" \"$0\" && mount -o remount,ro,bind \"$0\" && exec unshare \"$@\"";
        return ChildProcess.Run("unshare", ["-m", "sh", "-c", Script, tree.Root, .. enter], environment, timeoutSeconds);
    }

    // The answer is written in hexadecimal digits: a message may hold line ends and bytes that are no text.
    private static string Program(string import) => $"""
        import sys
        try:
            import {import}
        except BaseException as e:
            a = 'fails ' + type(e).__name__ + ' ' + str(e).encode('utf-8', 'surrogateescape').hex()
        else:
            a = 'ok'
        sys.stdout.write('\n{Mark}' + a + '\n')
        sys.stdout.flush()
        """;

    private static string Tail(string text) => text.Length <= 4000 ? text : text[^4000..];
}
