using System.Collections.Immutable;
using System.Text;
using Assay.Primitives;

namespace Assay.Verification.Importing;

/// <summary>
/// Lets a real interpreter make one import, in a child process that may do what it likes to itself: whatever that is, here it is a value, and nothing is left running.
/// </summary>
internal static class ImportTrial
{
    // What the interpreter writes with its last breath where our file cannot be reached: at its start, and on systems where nothing is handed on.
    private const string FatalMark = "(most recent call first):";

    /// <summary>Runs a trial.</summary>
    /// <param name="order">The import.</param>
    /// <param name="machine">The machine this runs on, where the files of a crash are read.</param>
    /// <param name="isPlain">True to use only what every system offers.</param>
    public static ImportOutcome Run(ImportOrder order, IMachine machine, bool? isPlain = null)
    {
        using HostScratch scratch = new();
        string nonce = Guid.NewGuid().ToString("N");
        bool isWatched = OperatingSystem.IsLinux() && isPlain != true;
        string program = DriverProgram.Of(order, nonce, new DriverChannel(isWatched ? HostWatchedProcess.AnswerNumber : -1, scratch.AnswerPath), new DriverChannel(isWatched ? HostWatchedProcess.TraceNumber : -1, scratch.TracePath));
        string[] arguments = ["-B", "-X", "faulthandler", "-c", program];
        ImportWatch watch = new(order, Answer);
        ProcessEnd end = isWatched ? HostWatchedProcess.Run(order, arguments, scratch, watch.IsOverdue) : HostPlainProcess.Run(order, arguments, watch.IsOverdue);
        string trace = Encoding.UTF8.GetString(HostScratch.Read(scratch.TracePath));
        return Judge(Answer(), end, trace.Contains(FatalMark, StringComparison.Ordinal) ? trace : end.Talk, machine);

        DriverAnswer Answer() => DriverAnswer.Read(HostScratch.Read(scratch.AnswerPath), nonce);
    }

    private static ImportOutcome Judge(DriverAnswer answer, ProcessEnd end, string trace, IMachine machine)
    {
        ImportOutcome facts = new(ImportOutcomeKind.NotStarted)
        {
            Talk = end.Talk.Trim(),
            Seconds = end.Seconds,
            Python = answer.Python,
            ModuleVersion = answer.ModuleVersion,
            ModuleFile = answer.ModuleFile,
            Example = answer.Example,
            ExampleFailure = answer.ExampleFailure,
        };
        if (end.Problem is { } problem) return facts with { Reason = problem };
        if (answer.Exception is { } exception) return facts with { Kind = ImportOutcomeKind.Raised, Exception = exception, ExceptionModule = answer.ExceptionModule, Frames = answer.Frames };
        ImportOutcome ending = Ending(end, trace, machine);
        if (answer.IsImported)
        {
            bool isPlain = ending is { Kind: ImportOutcomeKind.Exited, Status: 0 } && !answer.IsFitting;
            return facts with { Kind = ImportOutcomeKind.Imported, Afterwards = isPlain ? null : ending, IsInExample = !isPlain && answer.IsFitting };
        }

        if (answer.Python is null && !end.IsOverdue)
            return ending with { Kind = ImportOutcomeKind.NotStarted, Talk = facts.Talk, Seconds = facts.Seconds, Reason = ending.Signal is { } signal ? $"it died of {signal} before it ran any code" : $"it ended with status {ending.Status} before it ran any code" };
        return ending with { Talk = facts.Talk, Seconds = facts.Seconds, Python = facts.Python };
    }

    private static ImportOutcome Ending(ProcessEnd end, string trace, IMachine machine)
    {
        ImmutableArray<PythonFrame> frames = FatalStack.Read(trace);
        if (end.IsOverdue) return new ImportOutcome(ImportOutcomeKind.Hung) { Frames = frames, Site = SiteOf(end.Stops.FirstOrDefault(stop => stop.Sender == Environment.ProcessId)) };
        if (end.Signal is { } number) return new ImportOutcome(ImportOutcomeKind.Died) { Signal = SignalName.Of(number), Frames = frames, Site = SiteOf(Cause(end.Stops, number)) };
        if (OperatingSystem.IsWindows() && end.Status is { } raw && SignalName.OfStatus(unchecked((uint)raw)) is { } name) return new ImportOutcome(ImportOutcomeKind.Died) { Signal = name, Frames = frames };
        return new ImportOutcome(ImportOutcomeKind.Exited) { Status = end.Status };

        CrashSite? SiteOf(SignalStop? stop) => stop is null ? null : CrashReader.Read(stop, machine);
    }

    // The interpreter's own handler prints its stack and sends the signal again: what the processor met came before that. Of signals that a program sent, the first is the abort.
    private static SignalStop? Cause(ImmutableArray<SignalStop> stops, int signal) =>
        stops.LastOrDefault(stop => stop.Signal == signal && stop.Code > 0) ?? stops.FirstOrDefault(stop => stop.Signal == signal);
}
