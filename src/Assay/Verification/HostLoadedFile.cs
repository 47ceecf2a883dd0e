using System.Runtime.InteropServices;

namespace Assay.Verification;

/// <summary>A shared library that the loader of this machine has opened, constructors and all. Only a child process does that.</summary>
/// <param name="path">The file that was asked for.</param>
/// <param name="handle">The loader's handle.</param>
internal sealed unsafe class HostLoadedFile(string path, nint handle)
{
    /// <summary>The file that was asked for.</summary>
    public string Path => path;

    /// <summary>Opens a file as CPython does: all symbols at once, and not for others to see (<c>RTLD_NOW | RTLD_LOCAL</c>).</summary>
    /// <param name="path">An absolute path.</param>
    /// <param name="refusal">The loader's words when it refuses.</param>
    public static HostLoadedFile? Open(string path, out string refusal)
    {
        refusal = "";
        nint function = HostLibraryC.Find("dlopen");

        // Found beforehand: every search for a symbol forgets the last error.
        nint error = HostLibraryC.Find("dlerror");
        if (function == 0 || error == 0) return OpenPlainly(path, out refusal);

        // dlfcn.h: RTLD_NOW is 2 everywhere; RTLD_LOCAL is 0 on Linux and 4 on macOS, where 0 would mean RTLD_GLOBAL.
        int mode = OperatingSystem.IsMacOS() ? 2 | 4 : 2;
        nint text = Marshal.StringToCoTaskMemUTF8(path);
        nint handle = ((delegate* unmanaged[Cdecl]<byte*, int, nint>)function)((byte*)text, mode);
        if (handle == 0) refusal = HostLibraryC.Text(((delegate* unmanaged[Cdecl]<byte*>)error)()) ?? "no reason given";
        Marshal.FreeCoTaskMem(text);
        return handle == 0 ? null : new HostLoadedFile(path, handle);
    }

    /// <summary>The address of a symbol, or zero. The loader looks into the dependencies of the file as well.</summary>
    /// <param name="symbol">The name as dlsym(3) takes it.</param>
    public nint Find(string symbol) => NativeLibrary.TryGetExport(handle, symbol, out nint address) ? address : 0;

    /// <summary>The file that defines an address, without links; null where nobody can say.</summary>
    /// <param name="address">What <see cref="Find"/> gave.</param>
    public static string? HomeOf(nint address)
    {
        nint function = HostLibraryC.Find("dladdr");
        if (function == 0 || address == 0) return null;
        Information information;
        int found = ((delegate* unmanaged[Cdecl]<nint, Information*, int>)function)(address, &information);
        return found != 0 && HostLibraryC.Text(information.FileName) is { Length: > 0 } name ? HostLibraryC.RealPath(name) : null;
    }

    private static HostLoadedFile? OpenPlainly(string path, out string refusal)
    {
        refusal = "";
        try
        {
            return new HostLoadedFile(path, NativeLibrary.Load(path));
        }
        catch (Exception error) when (error is DllNotFoundException or BadImageFormatException)
        {
            refusal = error.Message;
            return null;
        }
    }

    // struct Dl_info, dlfcn.h.
    private struct Information
    {
        public byte* FileName;
        public nint FileBase;
        public byte* SymbolName;
        public nint SymbolAddress;
    }
}
