namespace Assay.Verification;

/// <summary>A few bytes of machine code in memory of their own, which may be run and no longer be written to.</summary>
internal static unsafe class HostMachineCode
{
    private const nuint Room = 4096;
    private const int ReadAndWrite = 1 | 2;
    private const int ReadAndRun = 1 | 4;

    // sys/mman.h: MAP_PRIVATE | MAP_ANONYMOUS
    private static readonly int Mapping = OperatingSystem.IsMacOS() ? 0x1002 : 0x22;

    /// <summary>The address of the code, or zero where the system does not let us.</summary>
    /// <param name="code">The code as hexadecimal digits.</param>
    public static nint Place(string code)
    {
        nint map = HostLibraryC.Find("mmap"), protect = HostLibraryC.Find("mprotect");
        byte[] bytes = Convert.FromHexString(code);
        if (map == 0 || protect == 0 || (nuint)bytes.Length > Room) return 0;
        nint place = ((delegate* unmanaged[Cdecl]<nint, nuint, int, int, int, long, nint>)map)(0, Room, ReadAndWrite, Mapping, -1, 0);
        if (place is 0 or -1) return 0;
        bytes.CopyTo(new Span<byte>((void*)place, bytes.Length));
        return ((delegate* unmanaged[Cdecl]<nint, nuint, int, int>)protect)(place, Room, ReadAndRun) == 0 ? place : 0;
    }
}
