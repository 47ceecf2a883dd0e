using System.Runtime.InteropServices;
using System.Text;
using Assay.Verification;
using Microsoft.Win32.SafeHandles;

namespace Assay.Repairs;

/// <summary>The calls of the system that a repair needs beyond what .NET offers.</summary>
internal static unsafe class HostRepairCalls
{
    private const int Here = -100; // AT_FDCWD, linux/fcntl.h
    private const int NotThroughLinks = 0x100; // AT_SYMLINK_NOFOLLOW
    private const uint Exchanges = 2; // RENAME_EXCHANGE of linux/fs.h, RENAME_SWAP of sys/stdio.h on macOS

    // EINVAL, ENOSYS, EOPNOTSUPP: what kernels and file systems answer that cannot exchange; numbers of Linux, then ENOTSUP and ENOSYS of macOS.
    private static readonly int[] CannotExchange = OperatingSystem.IsMacOS() ? [22, 45, 78] : [22, 38, 95];

    /// <summary>Lets two directories change places at once.</summary>
    /// <param name="first">One.</param>
    /// <param name="second">The other.</param>
    /// <param name="problem">Why it did not happen.</param>
    /// <returns>True when it happened, false when it failed, null where it cannot be done this way.</returns>
    public static bool? Exchange(string first, string second, out string problem)
    {
        byte[] one = Text(first), other = Text(second);
        problem = "";
        int result;
        fixed (byte* from = one, to = other)
        {
            nint function = HostLibraryC.Find(OperatingSystem.IsMacOS() ? "renamex_np" : "renameat2");
            if (function != 0 && OperatingSystem.IsMacOS()) result = ((delegate* unmanaged[Cdecl]<byte*, byte*, uint, int>)function)(from, to, Exchanges);
            else if (function != 0) result = ((delegate* unmanaged[Cdecl]<int, byte*, int, byte*, uint, int>)function)(Here, from, Here, to, Exchanges);
            else
            {
                // Before glibc 2.28 and in musl there is only the bare call; its numbers are those of asm/unistd.h.
                nint call = HostLibraryC.Find("syscall");
                long number = RuntimeInformation.ProcessArchitecture switch { Architecture.X64 => 316, Architecture.Arm64 => 276, _ => 0 };
                if (call == 0 || number == 0 || !OperatingSystem.IsLinux()) return null;
                result = (int)((delegate* unmanaged[Cdecl]<long, nint, byte*, nint, byte*, nint, long>)call)(number, Here, from, Here, to, (nint)Exchanges);
            }
        }

        int error = Marshal.GetLastSystemError();
        if (result == 0) return true;
        problem = Marshal.GetPInvokeErrorMessage(error);
        return CannotExchange.Contains(error) ? null : false;
    }

    /// <summary>Renames a directory to a name that is free, or fails.</summary>
    /// <param name="from">Its name.</param>
    /// <param name="to">The new one.</param>
    /// <exception cref="IOException">It did not happen.</exception>
    public static void Rename(string from, string to)
    {
        if (HostRepairFiles.IsThere(to)) throw new IOException($"{to}: is there already");
        byte[] one = Text(from), other = Text(to);
        fixed (byte* source = one, destination = other)
        {
            nint function = HostLibraryC.Find("rename");
            int result = ((delegate* unmanaged[Cdecl]<byte*, byte*, int>)function)(source, destination);
            int error = Marshal.GetLastSystemError();
            if (result != 0) throw new IOException($"{from}: {Marshal.GetPInvokeErrorMessage(error)}", error);
        }
    }

    /// <summary>Waits until what was written to a file system is on its disk.</summary>
    /// <param name="path">A directory on it.</param>
    public static void Sync(string path)
    {
        nint one = HostLibraryC.Find("syncfs"), all = HostLibraryC.Find("sync");
        using SafeFileHandle? handle = Open(path);
        if (one != 0 && handle is not null) _ = ((delegate* unmanaged[Cdecl]<int, int>)one)((int)handle.DangerousGetHandle());
        else if (all != 0) ((delegate* unmanaged[Cdecl]<void>)all)();
    }

    /// <summary>Waits until the names in a directory are on the disk.</summary>
    /// <param name="path">The directory.</param>
    public static void SyncNames(string path)
    {
        nint function = HostLibraryC.Find("fsync");
        using SafeFileHandle? handle = Open(path);
        if (function != 0 && handle is not null) _ = ((delegate* unmanaged[Cdecl]<int, int>)function)((int)handle.DangerousGetHandle());
    }

    /// <summary>The user this process acts for; null where there are no such numbers.</summary>
    public static uint? Self()
    {
        nint function = HostLibraryC.Find("geteuid");
        return function == 0 ? null : ((delegate* unmanaged[Cdecl]<uint>)function)();
    }

    /// <summary>Which file it is, wherever it is renamed to, and whose; null when it is no directory (a link is none) or the system does not tell.</summary>
    /// <param name="path">The directory.</param>
    public static (string Identity, uint Owner)? Directory(string path)
    {
        byte[] text = Text(path);
        byte* answer = stackalloc byte[512];
        fixed (byte* name = text)
        {
            if (OperatingSystem.IsMacOS())
            {
                // struct stat of sys/stat.h with 64-bit inode numbers: st_dev at 0, st_mode at 4, st_ino at 8, st_uid at 16.
                nint function = HostLibraryC.Find("lstat$INODE64") is var old and not 0 ? old : HostLibraryC.Find("lstat");
                if (function == 0 || ((delegate* unmanaged[Cdecl]<byte*, byte*, int>)function)(name, answer) != 0 || (*(ushort*)(answer + 4) & 0xf000) != 0x4000) return null;
                return ($"{*(uint*)answer:x}:{*(ulong*)(answer + 8):x}", *(uint*)(answer + 16));
            }

            // struct statx of linux/stat.h: stx_uid at 20, stx_mode at 28, stx_ino at 32, stx_dev_major and stx_dev_minor at 136.
            nint status = HostLibraryC.Find("statx");
            if (status == 0 || ((delegate* unmanaged[Cdecl]<int, byte*, int, uint, byte*, int>)status)(Here, name, NotThroughLinks, 0x7ff, answer) != 0 || (*(ushort*)(answer + 28) & 0xf000) != 0x4000) return null;
            return ($"{*(ulong*)(answer + 136):x}:{*(ulong*)(answer + 32):x}", *(uint*)(answer + 20));
        }
    }

    private static SafeFileHandle? Open(string path)
    {
        nint function = HostLibraryC.Find("open");
        if (function == 0) return null;
        byte[] text = Text(path);
        fixed (byte* name = text)
        {
            // O_RDONLY and O_CLOEXEC of Linux and of macOS.
            int number = ((delegate* unmanaged[Cdecl]<byte*, int, int, int>)function)(name, OperatingSystem.IsMacOS() ? 0x1000000 : 0x80000, 0);
            return number < 0 ? null : new SafeFileHandle(number, ownsHandle: true);
        }
    }

    private static byte[] Text(string path) => Encoding.UTF8.GetBytes(path + "\0");
}
