using System.Collections.Concurrent;
using System.Runtime.InteropServices;

namespace Assay.Verification.Importing;

/// <summary>Ends processes that we started and all they started, when their time is over and when ours is.</summary>
internal static unsafe class HostDescendants
{
    /// <summary>SIGABRT: what an interpreter answers with its stack.</summary>
    public const int AbortSignal = 6;

    /// <summary>SIGKILL.</summary>
    public const int KillSignal = 9;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);
    private static readonly ConcurrentDictionary<int, string> Running = new();
    private static readonly ConcurrentDictionary<string, bool> Scratches = new();

    // Kept for good: a registration ends with its object.
    private static readonly Lazy<PosixSignalRegistration[]> Registrations = new(() =>
        [.. new[] { PosixSignal.SIGINT, PosixSignal.SIGTERM, PosixSignal.SIGHUP }.Select(signal => PosixSignalRegistration.Create(signal, _ => KillAll()))]);

    /// <summary>Notes a process that must not outlive this one.</summary>
    public static void Add(int id, string mark)
    {
        _ = Registrations.Value;
        Running[id] = mark;
    }

    /// <summary>Notes a directory of ours that must not outlive this process.</summary>
    public static void AddScratch(string directory)
    {
        _ = Registrations.Value;
        Scratches[directory] = true;
    }

    /// <summary>Removes a directory of ours.</summary>
    public static void RemoveScratch(string directory)
    {
        try
        {
            Directory.Delete(directory, recursive: true);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // Somebody holds it or was faster; it is empty but for two small files.
        }

        Scratches.TryRemove(directory, out _);
    }

    /// <summary>Sends a signal to one process.</summary>
    public static void Signal(int id, int signal)
    {
        nint function = HostLibraryC.Find("kill");
        if (function != 0 && id is not 0 and not 1 and not -1) _ = ((delegate* unmanaged[Cdecl]<int, int, int>)function)(id, signal);
    }

    /// <summary>Kills a process that has not been waited for, and its whole group.</summary>
    public static void KillGroup(int id)
    {
        Signal(-id, KillSignal);
        Signal(id, KillSignal);
    }

    /// <summary>Kills what a process left behind: its group, its session, and what has its mark wherever it went; waits until that is gone.</summary>
    public static void Sweep(int id, string mark)
    {
        Signal(-id, KillSignal);
        KillUntilGone(mark, id);
        Running.TryRemove(id, out _);
    }

    /// <summary>Kills everything that has a mark, whoever started it; waits until that is gone.</summary>
    public static void SweepMarked(string mark) => KillUntilGone(mark, -1);

    private static void KillUntilGone(string mark, int session)
    {
        long limit = Environment.TickCount64 + (long)Patience.TotalMilliseconds;
        while (true)
        {
            int[] left = [.. HostProcFiles.ProcessesOf(mark, session)];
            if (left.Length == 0 || Environment.TickCount64 > limit) break;
            foreach (int one in left) Signal(one, KillSignal);
            Thread.Sleep(10);
        }
    }

    private static void KillAll()
    {
        foreach ((int id, string mark) in Running)
        {
            KillGroup(id);
            foreach (int one in HostProcFiles.ProcessesOf(mark, id)) Signal(one, KillSignal);
        }

        foreach (string directory in Scratches.Keys) RemoveScratch(directory);
    }
}
