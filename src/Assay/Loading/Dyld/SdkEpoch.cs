using Assay.Binaries.MachO;
using Assay.Primitives;
using Assay.Targets;

namespace Assay.Loading.Dyld;

/// <summary>
/// The season of the SDK that an image was linked with: dyld keys its strictness to it (mach_o/Platform.cpp <c>Epoch</c>). A number made of the year and 5, of
/// the following year and 0 for a spring release (x.3 up to 13, x.4 later).
/// </summary>
internal static class SdkEpoch
{
    public const int Fall2015 = 20155, Fall2019 = 20195, Fall2020 = 20205, Fall2021 = 20215, Fall2024 = 20245, Spring2025 = 20250, Fall2025 = 20255;

    /// <summary>The season of an image.</summary>
    /// <param name="image">The image.</param>
    public static int Of(MachOImage image)
    {
        BuildVersion? build = image.Builds.FirstOrDefault(build => build.OperatingSystem == OperatingSystemKind.MacOs);
        if (build is null) return image.Architecture == Architecture.X86_64 ? Of(new PackedVersion(10, 5)) : Of(new PackedVersion(11));
        if (build.Sdk is { } sdk) return Of(sdk);

        // LC_VERSION_MIN_MACOSX once had no such field: the version stands in. In LC_BUILD_VERSION a zero is taken away from 10.0 without a sign, and the
        // season so lies tens of thousands of years ahead: everything is enforced.
        return build.Record == "LC_BUILD_VERSION" ? int.MaxValue : Of(build.MinimumOs);
    }

    private static int Of(PackedVersion version)
    {
        bool isSpring = version.Major >= 11 ? version.Minor >= (version.Major <= 13 ? 3 : 4) : version.Patch >= 4;
        int year = version.Major >= 26 ? version.Major + 1999 : version.Major >= 11 ? version.Major + 2009 : 2004 + version.Minor;
        return version.Major >= 11 ? (isSpring ? (year + 1) * 10 : (year * 10) + 5) : isSpring ? (year - 1) * 10 : (year * 10) + 5;
    }
}
