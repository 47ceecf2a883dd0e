using Assay.Environments;
using Assay.Targets;

namespace Assay.Imports.Models;

/// <summary>
/// Names that compiled modules of the standard library bind on Linux and not on macOS, and the other way round: what <c>dir()</c> of CPython 3.11 on Debian 12 lists
/// and no constant of a 3.11 and a 3.13 build for macOS spells, and of those builds what Debian lacks.
/// </summary>
internal static class SystemNames
{
    private static readonly Dictionary<string, (string Linux, string Mac)> Table = new(StringComparer.Ordinal)
    {
        ["posix"] = (
            """
            EFD_CLOEXEC EFD_NONBLOCK EFD_SEMAPHORE GRND_NONBLOCK GRND_RANDOM MFD_ALLOW_SEALING MFD_CLOEXEC MFD_HUGETLB O_DIRECT O_LARGEFILE O_NOATIME O_PATH O_RSYNC O_TMPFILE
            POSIX_FADV_DONTNEED POSIX_FADV_NOREUSE POSIX_FADV_NORMAL POSIX_FADV_RANDOM POSIX_FADV_SEQUENTIAL POSIX_FADV_WILLNEED P_PIDFD RTLD_DEEPBIND SCHED_BATCH SCHED_IDLE
            SCHED_RESET_ON_FORK SPLICE_F_MORE SPLICE_F_MOVE SPLICE_F_NONBLOCK ST_APPEND ST_MANDLOCK ST_NOATIME ST_NODEV ST_NODIRATIME ST_NOEXEC ST_RELATIME ST_SYNCHRONOUS ST_WRITE
            XATTR_CREATE XATTR_REPLACE XATTR_SIZE_MAX copy_file_range eventfd eventfd_read eventfd_write fdatasync getrandom getresgid getresuid getxattr listxattr memfd_create pidfd_open
            pipe2 posix_fadvise posix_fallocate removexattr sched_getaffinity sched_getparam sched_getscheduler sched_param sched_rr_get_interval sched_setaffinity sched_setparam
            sched_setscheduler setns setresgid setresuid setxattr splice unshare
            """,
            "lchflags chflags O_EXLOCK O_SHLOCK O_EVTONLY O_NOFOLLOW_ANY O_SYMLINK PRIO_DARWIN_THREAD PRIO_DARWIN_PROCESS PRIO_DARWIN_BG PRIO_DARWIN_NONUI _fcopyfile _COPYFILE_DATA"),
        ["select"] = (
            """
            EPOLLERR EPOLLET EPOLLEXCLUSIVE EPOLLHUP EPOLLIN EPOLLMSG EPOLLONESHOT EPOLLOUT EPOLLPRI EPOLLRDBAND EPOLLRDHUP EPOLLRDNORM EPOLLWRBAND EPOLLWRNORM EPOLL_CLOEXEC POLLMSG
            POLLRDHUP epoll
            """,
            """
            kevent kqueue KQ_EV_ADD KQ_EV_CLEAR KQ_EV_DELETE KQ_EV_DISABLE KQ_EV_ENABLE KQ_EV_EOF KQ_EV_ERROR KQ_EV_ONESHOT KQ_FILTER_AIO KQ_FILTER_PROC KQ_FILTER_READ KQ_FILTER_SIGNAL
            KQ_FILTER_TIMER KQ_FILTER_VNODE KQ_FILTER_WRITE KQ_NOTE_ATTRIB KQ_NOTE_CHILD KQ_NOTE_DELETE KQ_NOTE_EXEC KQ_NOTE_EXIT KQ_NOTE_EXTEND KQ_NOTE_FORK KQ_NOTE_LINK KQ_NOTE_RENAME
            KQ_NOTE_REVOKE KQ_NOTE_TRACK KQ_NOTE_WRITE
            """),
        ["_signal"] = ("SIGCLD SIGPOLL SIGPWR SIGRTMAX SIGRTMIN SIGSTKFLT pidfd_send_signal sigtimedwait sigwaitinfo struct_siginfo", "SIGEMT SIGINFO"),
        ["time"] = ("CLOCK_BOOTTIME CLOCK_TAI pthread_getcpuclockid", "CLOCK_UPTIME_RAW"),
        ["resource"] = ("RLIMIT_MSGQUEUE RLIMIT_NICE RLIMIT_RTPRIO RLIMIT_RTTIME RLIMIT_SIGPENDING RUSAGE_THREAD prlimit", ""),
        ["fcntl"] = ("F_ADD_SEALS F_GETPIPE_SZ F_GETSIG F_GET_SEALS F_NOTIFY F_SETPIPE_SZ F_SETSIG", "F_FULLFSYNC F_NOCACHE F_GETPATH"),
        ["mmap"] = ("MADV_DODUMP MADV_DOFORK MADV_DONTDUMP MADV_DONTFORK MADV_HUGEPAGE MADV_HWPOISON MADV_MERGEABLE MADV_NOHUGEPAGE MADV_REMOVE MADV_UNMERGEABLE MAP_DENYWRITE MAP_EXECUTABLE MAP_POPULATE MAP_STACK", ""),
    };

    /// <summary>The names that a module lacks on a system although it has them on another; empty for modules of which nothing is listed.</summary>
    /// <param name="module">A compiled module, or <c>os</c> or <c>signal</c>, which take theirs from one.</param>
    /// <param name="os">The system.</param>
    /// <param name="version">The version of Python.</param>
    public static IEnumerable<string> Absent(string module, OperatingSystemKind os, PythonVersion version)
    {
        if (!Table.TryGetValue(module, out (string Linux, string Mac) names)) return [];
        string list = os switch { OperatingSystemKind.MacOs => names.Linux, OperatingSystemKind.Linux => names.Mac, _ => "" };
        string[] absent = list.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);

        // os.waitid came to macOS with 3.13 (Doc/library/os.rst).
        return module == "posix" && os == OperatingSystemKind.MacOs && version.Minor < 13 ? [.. absent, "waitid", "waitid_result"] : absent;
    }
}
