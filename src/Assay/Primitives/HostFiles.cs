using System.Runtime.InteropServices;

namespace Assay.Primitives;

/// <summary>File status with identity. On Linux by statx(2), whose structure is the same on every architecture; elsewhere by the base library.</summary>
internal static partial class HostFiles
{
    private const int AtFdCwd = -100;
    private const int AtSymlinkNoFollow = 0x100;
    private const uint BasicStats = 0x7ff;

    public static FileFacts? Status(string path, bool followLast, out AccessOutcome outcome)
    {
        if (path.Contains('\0', StringComparison.Ordinal))
        {
            outcome = AccessOutcome.Missing;
            return null;
        }

        return OperatingSystem.IsLinux() ? LinuxStatus(path, followLast, out outcome) : PortableStatus(path, followLast, out outcome);
    }

    /// <summary>Numbers of errno.h, equal on all Linux architectures that .NET runs on; ELOOP is 40.</summary>
    public static AccessOutcome OutcomeOf(int error) => error switch
    {
        2 => AccessOutcome.Missing,
        1 or 13 => AccessOutcome.Denied,
        20 => AccessOutcome.NotADirectory,
        40 => AccessOutcome.LinkLoop,
        _ => AccessOutcome.Failed,
    };

    private static FileFacts? LinuxStatus(string path, bool followLast, out AccessOutcome outcome)
    {
        if (Statx(AtFdCwd, path, followLast ? 0 : AtSymlinkNoFollow, BasicStats, out StatxResult result) != 0)
        {
            outcome = OutcomeOf(Marshal.GetLastPInvokeError());
            return null;
        }

        outcome = AccessOutcome.Found;
        FileKind kind = (result.Mode & 0xf000) switch
        {
            0x8000 => FileKind.File,
            0x4000 => FileKind.Directory,
            0xa000 => FileKind.Link,
            _ => FileKind.Other,
        };
        ulong device = ((ulong)result.DeviceMajor << 32) | result.DeviceMinor;
        return new FileFacts(kind, kind == FileKind.File ? (long)result.Size : 0, new FileIdentity(device, result.Inode), result.Mode & 0xfff, result.ModifiedSeconds);
    }

    private static FileFacts? PortableStatus(string path, bool followLast, out AccessOutcome outcome)
    {
        try
        {
            FileSystemInfo info = Directory.Exists(path) ? new DirectoryInfo(path) : new FileInfo(path);
            if (info.LinkTarget is not null && !followLast)
            {
                outcome = AccessOutcome.Found;
                return new FileFacts(FileKind.Link, 0, default, null, 0);
            }

            FileSystemInfo target = info.ResolveLinkTarget(returnFinalTarget: true) ?? info;
            if (!target.Exists)
            {
                outcome = AccessOutcome.Missing;
                return null;
            }

            outcome = AccessOutcome.Found;
            ulong stand = BitConverter.ToUInt64(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(target.FullName)));
            long modified = new DateTimeOffset(target.LastWriteTimeUtc).ToUnixTimeSeconds();
            return target is FileInfo file
                ? new FileFacts(FileKind.File, file.Length, new FileIdentity(0, stand), null, modified)
                : new FileFacts(FileKind.Directory, 0, new FileIdentity(0, stand), null, modified);
        }
        catch (UnauthorizedAccessException)
        {
            outcome = AccessOutcome.Denied;
        }
        catch (IOException)
        {
            outcome = AccessOutcome.Failed;
        }

        return null;
    }

    /// <summary>struct statx of linux/stat.h up to stx_dev_minor; 256 bytes in all.</summary>
    [StructLayout(LayoutKind.Explicit, Size = 256)]
    private struct StatxResult
    {
        [FieldOffset(28)] public ushort Mode;
        [FieldOffset(32)] public ulong Inode;
        [FieldOffset(40)] public ulong Size;
        [FieldOffset(112)] public long ModifiedSeconds;
        [FieldOffset(136)] public uint DeviceMajor;
        [FieldOffset(140)] public uint DeviceMinor;
    }

    [LibraryImport("libc", EntryPoint = "statx", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    private static partial int Statx(int directory, string path, int flags, uint mask, out StatxResult result);
}
