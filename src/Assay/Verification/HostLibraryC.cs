using System.Runtime.InteropServices;

namespace Assay.Verification;

/// <summary>
/// The functions of the C library that a trial needs beyond what .NET offers. They are taken from the running program itself, which has them loaded
/// on every Unix, under whatever name the C library goes there. On Windows there are none.
/// </summary>
internal static unsafe class HostLibraryC
{
    private static readonly nint Program = OperatingSystem.IsWindows() ? 0 : NativeLibrary.GetMainProgramHandle();

    /// <summary>The address of a function, or zero.</summary>
    public static nint Find(string name) => Program != 0 && NativeLibrary.TryGetExport(Program, name, out nint address) ? address : 0;

    /// <summary>The path without links, "." and ".."; the path itself when there is no such file.</summary>
    public static string RealPath(string path)
    {
        nint function = Find("realpath");
        if (function == 0) return path;
        const int LongestPath = 4096; // PATH_MAX, linux/limits.h; less on macOS
        byte* resolved = stackalloc byte[LongestPath];
        nint text = Marshal.StringToCoTaskMemUTF8(path);
        byte* answer = ((delegate* unmanaged[Cdecl]<byte*, byte*, byte*>)function)((byte*)text, resolved);
        Marshal.FreeCoTaskMem(text);
        return answer is null ? path : Marshal.PtrToStringUTF8((nint)answer) ?? path;
    }

    /// <summary>A text that a library returned, cut where it would be too long to be one.</summary>
    public static string? Text(byte* text)
    {
        const int Longest = 1000;
        if (text is null) return null;
        int length = 0;
        while (length < Longest && text[length] != 0) length++;
        return System.Text.Encoding.UTF8.GetString(text, length);
    }
}
