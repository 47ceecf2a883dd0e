using System.Collections.Immutable;
using Assay.Primitives;
using Assay.Targets;

namespace Assay.Binaries.MachO;

/// <summary>The platform an image is built for: LC_BUILD_VERSION or one of the older LC_VERSION_MIN_* commands.</summary>
/// <param name="Record">The command's name.</param>
/// <param name="PlatformNumber">PLATFORM_* of <c>mach-o/loader.h</c>; for the older commands the one they stand for.</param>
/// <param name="MinimumOs">The <c>minos</c> (or <c>version</c>) field.</param>
/// <param name="Sdk">The SDK it was linked with; null when the field is 0, which dyld takes for the strictest, not for an old one.</param>
/// <param name="Offset">Where the command starts in the file.</param>
public sealed record BuildVersion(string Record, uint PlatformNumber, PackedVersion MinimumOs, PackedVersion? Sdk, FileOffset Offset)
{
    /// <summary>The tools that made it, in file order; always empty for the older commands.</summary>
    public ImmutableArray<BuildTool> Tools { get; init; } = [];

    /// <summary>The platform in lower case (<c>macos</c>, <c>ios-simulator</c>); <c>platform-N</c> for a number that is not known.</summary>
    public string PlatformName => Platforms.Name(PlatformNumber);

    /// <summary>The operating system; everything but macOS itself is <see cref="OperatingSystemKind.Other"/>.</summary>
    public OperatingSystemKind OperatingSystem => PlatformNumber == Platforms.MacOs ? OperatingSystemKind.MacOs : OperatingSystemKind.Other;
}
