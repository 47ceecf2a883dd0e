using System.Runtime.InteropServices;

namespace Assay.Primitives;

/// <summary>Extended attributes of files. macOS names them as they are; Linux keeps what users may set below <c>user.</c>, where tools that copy files from a Mac put them.</summary>
internal static partial class HostAttributes
{
    private const int LongestValue = 64 << 10; // XATTR_SIZE_MAX, linux/limits.h

    // ERANGE, the value is longer than the buffer: sys/errno.h, asm-generic/errno-base.h.
    private const int RangeError = 34;

    /// <summary>The value of an attribute, or null when there is none or it cannot be read.</summary>
    /// <param name="path">The file; links are followed.</param>
    /// <param name="name">The attribute as macOS names it.</param>
    public static byte[]? Read(string path, string name)
    {
        if (path.Contains('\0', StringComparison.Ordinal) || name.Contains('\0', StringComparison.Ordinal)) return null;
        byte[] buffer = new byte[256];
        nint length = Get(path, name, buffer);
        if (length < 0)
        {
            if (Marshal.GetLastPInvokeError() != RangeError) return null;
            buffer = new byte[LongestValue];
            length = Get(path, name, buffer);
        }

        return length < 0 || length > buffer.Length ? null : buffer[..(int)length];
    }

    private static nint Get(string path, string name, byte[] buffer)
    {
        if (OperatingSystem.IsMacOS()) return GetOnMac(path, name, ref MemoryMarshal.GetArrayDataReference(buffer), buffer.Length, 0, 0);
        return HostLinux.IsSupported ? GetOnLinux(path, "user." + name, ref MemoryMarshal.GetArrayDataReference(buffer), buffer.Length) : -1;
    }

    [LibraryImport("libc", EntryPoint = "getxattr", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    private static partial nint GetOnMac(string path, string name, ref byte value, nint size, uint position, int options);

    [LibraryImport("libc", EntryPoint = "getxattr", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    private static partial nint GetOnLinux(string path, string name, ref byte value, nint size);
}
