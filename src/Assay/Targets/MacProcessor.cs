using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;
using Assay.Targets.Cpu;

namespace Assay.Targets;

/// <summary>Which processor a Mac has: the kernel keeps its name, and no file has it.</summary>
internal static partial class MacProcessor
{
    private const int LongestAnswer = 4096;

    /// <summary>The processor of the running Mac; null elsewhere and when the kernel does not say.</summary>
    public static Processor? Detect()
    {
        return Text("machdep.cpu.brand_string") is { } brand ? OfBrand(brand) : null;
    }

    /// <summary>What the processor of the running Mac has; null elsewhere.</summary>
    /// <param name="architecture">The architecture that is asked about.</param>
    public static CpuFeatures? Features(Architecture architecture)
    {
        if (!OperatingSystem.IsMacOS()) return null;
        if (architecture == Architecture.X86_64)
            return Text("machdep.cpu.features") is { } words ? CpuFeatureNames.OfIntelMac($"{words} {Text("machdep.cpu.leaf7_features")} {Text("machdep.cpu.extfeatures")}".Split([' ', '\0'])) : null;
        NamedCpu? known = (Detect()?.Core is { } core ? NamedCpus.Find(core) : null) ?? NamedCpus.Find("apple-m1");
        return CpuFeatureNames.OfAppleSilicon(known?.Features ?? default, Number);
    }

    /// <summary>The name that the kernel of the running Mac gives its processor; null elsewhere.</summary>
    internal static string? Brand => Text("machdep.cpu.brand_string")?.TrimEnd('\0').Trim();

    private static string? Text(string name) => Ask(name) is { } bytes ? Encoding.ASCII.GetString(bytes) : null;

    private static int? Number(string name) => Ask(name) is { Length: >= 4 } bytes ? BinaryPrimitives.ReadInt32LittleEndian(bytes) : null;

    private static byte[]? Ask(string name)
    {
        if (!OperatingSystem.IsMacOS()) return null;
        byte[] buffer = new byte[LongestAnswer];
        nint length = buffer.Length;
        return SystemControl(name, ref MemoryMarshal.GetArrayDataReference(buffer), ref length, 0, 0) == 0 ? buffer[..(int)Math.Clamp(length, 0, LongestAnswer)] : null;
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
