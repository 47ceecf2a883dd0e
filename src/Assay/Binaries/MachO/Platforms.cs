namespace Assay.Binaries.MachO;

/// <summary>PLATFORM_* of <c>mach-o/loader.h</c> (macOS 15.5 SDK).</summary>
internal static class Platforms
{
    public const uint MacOs = 1;
    public const uint Ios = 2;
    public const uint Tvos = 3;
    public const uint Watchos = 4;

    /// <summary>What turns the number of iOS, tvOS or watchOS into that of its simulator.</summary>
    public const uint DeviceToSimulator = 5;

    private static readonly string[] Names =
    [
        "", "macos", "ios", "tvos", "watchos", "bridgeos", "mac-catalyst", "ios-simulator", "tvos-simulator", "watchos-simulator", "driverkit",
        "visionos", "visionos-simulator",
    ];

    /// <summary>The name used in dumps.</summary>
    /// <param name="number">The <c>platform</c> field.</param>
    public static string Name(uint number) => number > 0 && number < Names.Length ? Names[number] : $"platform-{number}";

    /// <summary>The number of a name, or null when it is none.</summary>
    /// <param name="name">A name as <see cref="Name"/> gives it.</param>
    public static uint? Number(string name)
    {
        int index = Array.IndexOf(Names, name);
        if (index > 0) return (uint)index;
        return name.StartsWith("platform-", StringComparison.Ordinal) && uint.TryParse(name.AsSpan(9), out uint number) ? number : null;
    }
}
