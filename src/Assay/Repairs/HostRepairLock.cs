using System.Globalization;
using Assay.Primitives;
using Assay.Verification.Importing;
using Microsoft.Win32.SafeHandles;

namespace Assay.Repairs;

/// <summary>
/// One run at a time: a lock on a file beside the environment, which the kernel lets go of when the last process that holds it is gone. The commands of a run hold it too, so that nobody
/// begins while something still writes.
/// </summary>
internal sealed class HostRepairLock : IDisposable
{
    /// <summary>The variable that marks everything a run starts.</summary>
    public const string MarkVariable = "ASSAY_REPAIR";

    private const int Attempts = 100;
    private static readonly TimeSpan Glance = TimeSpan.FromMilliseconds(50);

    private HostRepairLock(SafeFileHandle handle) => Handle = handle;

    /// <summary>The locked file, to hand on.</summary>
    public SafeFileHandle Handle { get; }

    /// <summary>Takes the lock. What a run that is gone left running is ended first.</summary>
    /// <param name="places">Where it is; the directory is made when there is none.</param>
    /// <param name="problem">Who has it, or why it cannot be taken.</param>
    public static HostRepairLock? Take(RepairPlaces places, out string problem)
    {
        problem = "";
        for (int attempt = 0; attempt < Attempts; attempt++)
        {
            try
            {
                HostRepairFiles.MakeHolder(places);
                SafeFileHandle handle = File.OpenHandle(places.Lock, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);

                // Somebody who ended in between took the file away: a lock on what has no name keeps nobody out.
                if (IsNamed(handle, places.Lock)) return new HostRepairLock(handle);
                handle.Dispose();
            }
            catch (DirectoryNotFoundException) when (Directory.Exists(places.Parent))
            {
                // The directory was just taken away: the same.
            }
            catch (IOException error) when (File.Exists(places.Lock) && IsHeld(error))
            {
                JournalState state = HostRepairJournal.Read(places);
                if (state.Begin is { } begin)
                {
                    if (IsAlive(begin))
                    {
                        problem = $"another assay is at work on {places.Prefix}: process {begin.Process}; only one at a time may be";
                        return null;
                    }

                    EndOrphans(begin);
                }

                problem = $"what an earlier run of assay started still works on {places.Prefix}";
                Thread.Sleep(Glance);
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException)
            {
                problem = $"{places.Parent}: nothing can be written there: {Reason(error)}";
                return null;
            }
        }

        if (problem.Length == 0) problem = $"{places.Lock}: cannot be locked";
        return null;
    }

    /// <summary>This process, as the journal names it.</summary>
    /// <param name="line">The line that is to name it.</param>
    public static JournalLine Sign(JournalLine line) => line with { Process = Environment.ProcessId, Started = StartOf(Environment.ProcessId) };

    /// <summary>Ends everything that carries the mark of a run whose own process is gone.</summary>
    /// <param name="begin">The first line of its journal.</param>
    public static void EndOrphans(JournalLine begin)
    {
        if (begin.Run is not { } run || !OperatingSystem.IsLinux() || IsAlive(begin)) return;
        HostDescendants.SweepMarked($"{MarkVariable}={run}");
    }

    /// <inheritdoc/>
    public void Dispose() => Handle.Dispose();

    private static bool IsAlive(JournalLine begin) => begin.Process > 0 && (begin.Started == 0 ? IsThere(begin.Process) : StartOf(begin.Process) == begin.Started);

    private static bool IsThere(int process)
    {
        try
        {
            using System.Diagnostics.Process found = System.Diagnostics.Process.GetProcessById(process);
            return true;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }

    // The 22nd word of /proc/PID/stat (proc(5)), counted from behind the name, which may hold anything.
    private static long StartOf(int process)
    {
        try
        {
            string state = File.ReadAllText($"/proc/{process.ToString(CultureInfo.InvariantCulture)}/stat");
            string[] words = state[(state.LastIndexOf(')') + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries);

            // One that has ended and waits to be collected does nothing any more.
            return words.Length > 19 && words[0] is not ("Z" or "X") && long.TryParse(words[19], NumberStyles.None, CultureInfo.InvariantCulture, out long start) ? start : 0;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return 0;
        }
    }

    // What .NET says of a lock that somebody else has (EWOULDBLOCK: 11 on Linux, 35 on macOS).
    private static bool IsHeld(IOException error) => error.HResult is 11 or 35 || (error.HResult & 0xffff) is 32 or 33;

    private static bool IsNamed(SafeFileHandle handle, string path)
    {
        if (!OperatingSystem.IsLinux()) return File.Exists(path);
        FileFacts? locked = HostFiles.Status($"/proc/self/fd/{(int)handle.DangerousGetHandle()}", followLast: true, out _), named = HostFiles.Status(path, followLast: false, out _);
        return named is not null && (locked is null || locked.Identity == named.Identity);
    }

    private static string Reason(Exception error) => error.InnerException is IOException or UnauthorizedAccessException ? error.InnerException.Message : error.Message;
}
