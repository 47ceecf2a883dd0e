using System.Runtime.InteropServices;
using System.Text;

namespace Assay.Targets;

/// <summary>Which processor a Mac has: the kernel keeps its name, and no file has it.</summary>
internal static partial class MacProcessor
{
    private const int LongestName = 128;

    /// <summary>The processor of the running Mac; null elsewhere and when the kernel does not say.</summary>
    public static Processor? Detect()
    {
        if (!OperatingSystem.IsMacOS()) return null;
        byte[] buffer = new byte[LongestName];
        nint length = buffer.Length;
        if (SystemControl("machdep.cpu.brand_string", ref MemoryMarshal.GetArrayDataReference(buffer), ref length, 0, 0) != 0) return null;
        return OfBrand(Encoding.ASCII.GetString(buffer, 0, (int)Math.Clamp(length, 0, LongestName)));
    }

    /// <summary>The processor with a name as the kernel writes it: <c>Apple M4 Pro</c>.</summary>
    internal static Processor? OfBrand(string brand)
    {
        string name = brand.TrimEnd('\0').Trim().ToLowerInvariant();
        return name.StartsWith("apple ", StringComparison.Ordinal) ? Processor.OfName(name.Replace(' ', '-')) : name.Contains("intel", StringComparison.Ordinal) ? Processor.OfName("intel") : null;
    }

    // sysctlbyname(3) of macOS.
    [LibraryImport("libc", EntryPoint = "sysctlbyname", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int SystemControl(string name, ref byte value, ref nint length, nint newValue, nint newLength);
}
