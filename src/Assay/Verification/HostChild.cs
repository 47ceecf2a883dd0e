using Microsoft.Win32.SafeHandles;

namespace Assay.Verification;

/// <summary>
/// What a child process does to itself before it lets foreign code in: it can be killed with all it starts, leaves no core file, ends when its parent
/// ends, dies of a signal like any program, and keeps the library's talk apart from its own.
/// </summary>
internal static unsafe class HostChild
{
    // sys/resource.h and signal.h; the same on Linux and macOS but for SIGBUS.
    private const int CoreFileLimit = 4;
    private static readonly int[] FatalSignals = [4, 6, 8, 11, OperatingSystem.IsMacOS() ? 10 : 7];

    /// <summary>Prepares the process.</summary>
    /// <param name="output">The stream to standard output that the process was started with.</param>
    /// <returns>The stream for messages. What a library prints to standard output goes to standard error from now on.</returns>
    public static Stream Prepare(Stream output)
    {
        if (OperatingSystem.IsWindows()) return output;
        Call("setpgid", 0, 0);
        ForbidCoreFiles();
        foreach (int signal in FatalSignals) Call("signal", signal, 0);
        nint duplicate = HostLibraryC.Find("dup");
        nint replace = HostLibraryC.Find("dup2");
        if (duplicate == 0 || replace == 0) return output;
        int own = ((delegate* unmanaged[Cdecl]<int, int>)duplicate)(1);
        if (own < 0) return output;
        _ = ((delegate* unmanaged[Cdecl]<int, int, int>)replace)(2, 1);
        return new FileStream(new SafeFileHandle(own, ownsHandle: true), FileAccess.Write, bufferSize: 0);
    }

    /// <summary>Ends this process as soon as the other end of its standard input is gone: nobody waits for it any more.</summary>
    /// <param name="input">Standard input, from which nothing more is expected.</param>
    public static void EndWithParent(Stream input)
    {
        Thread watch = new(() =>
        {
            byte[] scrap = new byte[64];
            while (input.Read(scrap) > 0)
            {
                // Nobody writes; whatever comes is not for us.
            }

            nint end = HostLibraryC.Find("_exit");
            if (end != 0) ((delegate* unmanaged[Cdecl]<int, void>)end)(1);
            Environment.Exit(1);
        })
        { IsBackground = true };
        watch.Start();
    }

    private static void Call(string name, nint first, nint second)
    {
        // Both functions take int and pointer-sized arguments in registers; what they return is of no use here.
        nint function = HostLibraryC.Find(name);
        if (function != 0) ((delegate* unmanaged[Cdecl]<nint, nint, nint>)function)(first, second);
    }

    private static void ForbidCoreFiles()
    {
        nint function = HostLibraryC.Find("setrlimit");
        if (function == 0) return;
        ulong* limit = stackalloc ulong[2]; // struct rlimit: both limits zero
        limit[0] = limit[1] = 0;
        _ = ((delegate* unmanaged[Cdecl]<int, ulong*, int>)function)(CoreFileLimit, limit);
    }
}
