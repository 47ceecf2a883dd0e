using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Architecture = Assay.Targets.Architecture;

namespace Assay.Verification.Importing;

/// <summary>
/// Watches a child by ptrace(2) from the thread that started it: how it stands at a fatal signal is read before the signal is delivered as if nobody looked. What the child starts is watched
/// too, so that nothing of it outlives the watch. Where the kernel refuses, the child is only waited for.
/// </summary>
internal sealed unsafe class HostTracer
{
    // linux/ptrace.h.
    private const int Continue = 7, GetSignal = 0x4202, GetRegisters = 0x4204, Seize = 0x4206, Listen = 0x4208;
    private const int TraceForks = 2 | 4, TraceThreads = 8, KillAtExit = 1 << 20;
    private const int StopEvent = 128;
    private const int GeneralRegisters = 1; // NT_PRSTATUS
    private const int WaitForAll = 0x40000000, OnlyThisThread = 0x20000000; // __WALL and __WNOTHREAD, linux/wait.h
    private const int MostStops = 1000;
    private static readonly int[] Fatal = [4, 5, 6, 7, 8, 11, 31];
    private readonly int child;
    private readonly bool reads;
    private readonly bool isTraced;
    private readonly List<SignalStop> stops = [];
    private int count;

    /// <summary>Begins to watch. From now on this thread must call <see cref="Wait"/>.</summary>
    /// <param name="child">The process, a child of this thread.</param>
    /// <param name="watches">False only to wait for it.</param>
    /// <param name="reads">False to watch over its life and not over what it does.</param>
    public HostTracer(int child, bool watches, bool reads)
    {
        this.child = child;
        this.reads = reads;
        isTraced = watches && Trace(Seize, child, 0, TraceForks | TraceThreads | KillAtExit) == 0;
    }

    /// <summary>How it stood at fatal signals.</summary>
    public ImmutableArray<SignalStop> Stops => [.. stops];

    /// <summary>Waits for the end of the child.</summary>
    /// <returns>The status as waitpid(2) gives it; null when somebody else took it.</returns>
    public int? Wait()
    {
        nint function = HostLibraryC.Find("waitpid");
        if (function == 0) return null;
        var wait = (delegate* unmanaged[Cdecl]<int, int*, int, int>)function;
        while (true)
        {
            int status = 0;
            int who = wait(isTraced ? -1 : child, &status, WaitForAll | OnlyThisThread);
            if (who < 0 && Marshal.GetLastSystemError() == 4) continue; // EINTR
            if (who <= 0) return null;
            bool isStopped = (status & 0xff) == 0x7f;
            if (isStopped) GoOn(who, status >> 8 & 0xff, status >> 16);
            else if (who == child) return status;
        }
    }

    private void GoOn(int who, int signal, int occasion)
    {
        if (occasion != 0)
        {
            // A whole process that was stopped by SIGSTOP or its kin stays so, as it would without us.
            bool isHalted = occasion == StopEvent && signal is 19 or 20 or 21 or 22;
            _ = Trace(isHalted ? Listen : Continue, who, 0, 0);
            return;
        }

        if (reads && Fatal.Contains(signal) && count++ < MostStops && HostProcFiles.IsThreadOf(who, child) && Read(who, signal) is { } stop) stops.Add(stop);
        _ = Trace(Continue, who, 0, signal);
    }

    private static SignalStop? Read(int thread, int signal)
    {
        // siginfo_t: three numbers, then on 64-bit machines at 16 an address or the sender's id.
        byte* information = stackalloc byte[256];
        new Span<byte>(information, 256).Clear();
        if (Trace(GetSignal, thread, 0, (nint)information) != 0) return null;
        int code = *(int*)(information + 8);
        SignalStop stop = new(signal, code, code > 0 ? *(ulong*)(information + 16) : 0, code > 0 ? 0 : *(int*)(information + 16));

        ulong* registers = stackalloc ulong[128];
        nint* vector = stackalloc nint[2]; // struct iovec
        vector[0] = (nint)registers;
        vector[1] = 128 * sizeof(ulong);
        if (Trace(GetRegisters, thread, GeneralRegisters, (nint)vector) != 0) return stop;
        (ulong counter, Architecture architecture) = (RuntimeInformation.ProcessArchitecture, (int)vector[1]) switch
        {
            // user_regs_struct of sys/user.h: rip is the 17th word; user_pt_regs of asm/ptrace.h: 31 registers, sp, pc. A shorter set is that of a 32-bit program.
            (System.Runtime.InteropServices.Architecture.X64, 27 * 8) => (registers[16], Architecture.X86_64),
            (System.Runtime.InteropServices.Architecture.X64, 17 * 4) => (((uint*)registers)[12], Architecture.X86),
            (System.Runtime.InteropServices.Architecture.Arm64, 34 * 8) => (registers[32], Architecture.Arm64),
            _ => (0UL, Architecture.Unknown),
        };
        if (architecture == Architecture.Unknown) return stop;
        (string? file, ulong offset) = HostProcFiles.MappedAt(thread, counter);
        return stop with { Counter = counter, Architecture = architecture, Bytes = HostProcFiles.Memory(thread, counter, 16), File = file, Offset = offset };
    }

    private static nint Trace(int request, int who, nint address, nint data)
    {
        nint function = HostLibraryC.Find("ptrace");
        return function == 0 ? -1 : ((delegate* unmanaged[Cdecl]<long, int, nint, nint, nint>)function)(request, who, address, data);
    }
}
