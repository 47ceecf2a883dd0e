namespace Assay.Verification.Importing;

/// <summary>What an ending of a process is called.</summary>
internal static class SignalName
{
    // asm-generic/signal.h, as on x86 and Arm.
    private static readonly string?[] OfLinux =
    [
        null, "SIGHUP", "SIGINT", "SIGQUIT", "SIGILL", "SIGTRAP", "SIGABRT", "SIGBUS", "SIGFPE", "SIGKILL", "SIGUSR1", "SIGSEGV", "SIGUSR2", "SIGPIPE", "SIGALRM", "SIGTERM", "SIGSTKFLT",
        "SIGCHLD", "SIGCONT", "SIGSTOP", "SIGTSTP", "SIGTTIN", "SIGTTOU", "SIGURG", "SIGXCPU", "SIGXFSZ", "SIGVTALRM", "SIGPROF", "SIGWINCH", "SIGIO", "SIGPWR", "SIGSYS",
    ];

    // sys/signal.h of macOS.
    private static readonly string?[] OfMacOs =
    [
        null, "SIGHUP", "SIGINT", "SIGQUIT", "SIGILL", "SIGTRAP", "SIGABRT", "SIGEMT", "SIGFPE", "SIGKILL", "SIGBUS", "SIGSEGV", "SIGSYS", "SIGPIPE", "SIGALRM", "SIGTERM", "SIGURG",
        "SIGSTOP", "SIGTSTP", "SIGCONT", "SIGCHLD", "SIGTTIN", "SIGTTOU", "SIGIO", "SIGXCPU", "SIGXFSZ", "SIGVTALRM", "SIGPROF", "SIGWINCH", "SIGINFO", "SIGUSR1", "SIGUSR2",
    ];

    /// <summary>The name of a signal of this machine.</summary>
    public static string Of(int number)
    {
        string?[] names = OperatingSystem.IsMacOS() ? OfMacOs : OfLinux;
        return number > 0 && number < names.Length ? names[number]! : $"signal {number}";
    }

    /// <summary>The name of a status that says how Windows ended a process (ntstatus.h); null for any other.</summary>
    public static string? OfStatus(uint status) => status switch
    {
        0xC0000005 => "STATUS_ACCESS_VIOLATION",
        0xC0000006 => "STATUS_IN_PAGE_ERROR",
        // ntstatus.h: EXCEPTION_ILLEGAL_INSTRUCTION, "Illegal instruction"; its name has the word.
        0xC000001D => "STATUS_ILLEGAL_INSTRUCTION",
        0xC0000025 => "STATUS_NONCONTINUABLE_EXCEPTION",
        0xC0000094 => "STATUS_INTEGER_DIVIDE_BY_ZERO",
        0xC0000096 => "STATUS_PRIVILEGED_INSTRUCTION",
        0xC00000FD => "STATUS_STACK_OVERFLOW",
        0xC0000135 => "STATUS_DLL_NOT_FOUND",
        0xC0000142 => "STATUS_DLL_INIT_FAILED",
        0xC0000374 => "STATUS_HEAP_CORRUPTION",
        0xC0000409 => "STATUS_STACK_BUFFER_OVERRUN",
        >= 0xC0000000 => $"0x{status:X8}",
        _ => null,
    };
}
