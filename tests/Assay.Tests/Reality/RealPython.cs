using System.Diagnostics;
using System.Text.Json;

namespace Assay.Tests.Reality;

/// <summary>What the real interpreter did: it imported, raised, or died.</summary>
/// <param name="Outcome"><c>imports</c>, <c>fails</c> or <c>crashes</c>, in the words of a verdict.</param>
/// <param name="Exception">The class name of the exception, or null.</param>
/// <param name="Message"><c>str(exception)</c>, or null.</param>
/// <param name="ExitStatus">The exit status as a shell shows it.</param>
internal sealed record RealOutcome(string Outcome, string? Exception, string? Message, int ExitStatus);

/// <summary>The referee: the real interpreter in a child process that may crash.</summary>
internal static class RealPython
{
    private const string Script = """
        import sys, json
        try:
            __import__(sys.argv[1])
            answer = ["imports", None, None]
        except BaseException as error:
            answer = ["fails", type(error).__name__, str(error)]
        sys.stdout.write("\n\x01" + json.dumps(answer) + "\n")
        sys.stdout.flush()
        """;

    /// <summary>Imports a module for real.</summary>
    /// <param name="command">The words that start the interpreter: a path, or <c>chroot ROOT /usr/bin/python3</c>.</param>
    /// <param name="module">The dotted name.</param>
    /// <param name="workingDirectory">The directory it stands in, or null.</param>
    /// <param name="environment">Variables to set.</param>
    public static RealOutcome Import(
        IReadOnlyList<string> command, string module, string? workingDirectory = null, IReadOnlyDictionary<string, string>? environment = null)
    {
        ProcessStartInfo start = new(command[0]) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (string word in command.Skip(1)) start.ArgumentList.Add(word);
        foreach (string word in new[] { "-c", Script, module }) start.ArgumentList.Add(word);
        if (workingDirectory is not null) start.WorkingDirectory = workingDirectory;
        start.Environment["PYTHONDONTWRITEBYTECODE"] = "1";
        foreach ((string name, string value) in environment ?? new Dictionary<string, string>()) start.Environment[name] = value;
        using Process process = Process.Start(start)!;
        process.ErrorDataReceived += (_, _) => { };
        process.BeginErrorReadLine();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        int mark = output.LastIndexOf('\x01');
        if (mark < 0) return new RealOutcome("crashes", null, null, process.ExitCode);
        string?[] answer = JsonSerializer.Deserialize<string?[]>(output[(mark + 1)..])!;
        return new RealOutcome(answer[0]!, answer[1], answer[2], process.ExitCode);
    }
}
