using Assay.Diagnostics;
using Assay.Imports;
using Assay.Loading;

namespace Assay.Tests.Loading.Dyld;

/// <summary>Files for other processors, systems and formats, in the words of each version of dyld.</summary>
public sealed class RefusedFileTests
{
    private const string P = DyldScene.Extension;
    private const string Intel = "macho x86_64 bundle\nplatform macos 11.0 sdk 14.0";
    private const string Arm = "macho arm64 bundle\nplatform macos 11.0 sdk 14.0\nsignature ad-hoc by-linker\noffers _PyInit_x";
    private const string Cryptex = $"'/System/Volumes/Preboot/Cryptexes/OS{P}' (no such file)";

    public static TheoryData<string, string> IntelOnArm => new()
    {
        { "macos-11.6-arm64", $"dlopen({P}, 2): no suitable image found.  Did find:\n\t{P}: mach-o, but wrong architecture\n\t{P}: mach-o, but wrong architecture" },
        { "macos-12.3-arm64", $"dlopen({P}, 0x0002): tried: '{P}' (mach-o file, but is an incompatible architecture (have 'x86_64', need 'arm64e')), '/usr/local/lib/x.cpython-312-darwin.so' (no such file), '/usr/lib/x.cpython-312-darwin.so' (no such file)" },
        { "macos-12.6-arm64", $"dlopen({P}, 0x0002): tried: '{P}' (mach-o file, but is an incompatible architecture (have (x86_64), need (arm64e)))" },
        { "macos-13-arm64", Triple("arm64") },
        { "macos-14.3-arm64", Triple("arm64") },
        { "macos-14.4-arm64", Triple("arm64e' or 'arm64") },
        { "macos-15.5-arm64", Triple("arm64e' or 'arm64") },
        { "macos-26-arm64", Triple("arm64e' or 'arm64e.v1' or 'arm64' or 'arm64") },
    };

    [Theory]
    [MemberData(nameof(IntelOnArm))]
    public void An_intel_extension_in_an_arm_process(string target, string expected)
    {
        ExtensionOutcome.Raises raises = Assert.IsType<ExtensionOutcome.Raises>(DyldScene.Load(target, Intel));
        Assert.Equal(expected, raises.Exception.Message);
        Assert.Equal("ImportError", raises.Exception.TypeName);
        Assert.Equal(target.StartsWith("macos-11", StringComparison.Ordinal) || target.StartsWith("macos-12", StringComparison.Ordinal) ? Certainty.TextMayVary : Certainty.Certain, raises.Certainty);
        LoadFailure failure = Assert.IsType<LoadFailure>(raises.Exception.Origin);
        Assert.Equal(LoadFailureKind.WrongArchitecture, failure.Kind);
        Assert.Equal(4, failure.Evidence[0].Offset);
    }

    [Theory]
    [InlineData("macos-14-x86_64", "x86_64h' or 'x86_64")]
    [InlineData("macos-14-x86_64-rosetta", "x86_64")]
    public void An_arm_extension_in_an_intel_process(string target, string need) =>
        Assert.Contains($"(have 'arm64', need '{need}')", Assert.IsType<ExtensionOutcome.Raises>(DyldScene.Load(target, Arm)).Exception.Message, StringComparison.Ordinal);

    [Fact]
    public void A_fat_file_without_the_slice_lists_what_it_has() =>
        Assert.Contains("(fat file, but missing compatible architecture (have 'i386,x86_64', need 'arm64'))",
            Assert.IsType<ExtensionOutcome.Raises>(DyldScene.Load("macos-13-arm64", "macho fat\nslice i386 bundle\nplatform macos 10.9 sdk 10.14\nslice x86_64 bundle\nplatform macos 11.0 sdk 14.0")).Exception.Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("macos-12-arm64", "not a mach-o file")]
    [InlineData("macos-15.3-arm64", "not a mach-o file")]
    [InlineData("macos-15.4-arm64", "slice is not valid mach-o file")]
    public void Another_format(string target, string words) =>
        Assert.Contains($"'{P}' ({words})", Assert.IsType<ExtensionOutcome.Raises>(DyldScene.Load(target, "elf aarch64 shared")).Exception.Message, StringComparison.Ordinal);

    [Fact]
    public void Another_format_on_macos_11_shows_its_first_bytes() =>
        Assert.Contains("unknown file type, first eight bytes: 0x7F 0x45 0x4C 0x46 0x02 0x01 0x01 0x00", Assert.IsType<ExtensionOutcome.Raises>(DyldScene.Load("macos-11-arm64", "elf aarch64 shared\nneeds " + new string('x', 5000))).Exception.Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("macos-15-arm64")]
    [InlineData("macos-11-arm64")]
    public void The_right_file_loads(string target) => Assert.IsType<ExtensionOutcome.Loaded>(DyldScene.Load(target, Arm));

    [Theory]
    [InlineData("macos-14-arm64", "mach-o file ({0}), but incompatible platform (have 'iOS-simulator', need 'macOS')")]
    [InlineData("macos-11-arm64", "mach-o, but not built for platform macOS")]
    public void A_file_for_the_simulator_of_ios(string target, string words)
    {
        ExtensionOutcome.Raises raises = Assert.IsType<ExtensionOutcome.Raises>(DyldScene.Load(target, "macho arm64 bundle\nplatform ios-simulator 14.0 sdk 14.0"));
        Assert.Contains(string.Format(System.Globalization.CultureInfo.InvariantCulture, words, P), raises.Exception.Message, StringComparison.Ordinal);
        Assert.Equal(LoadFailureKind.WrongPlatform, Assert.IsType<LoadFailure>(raises.Exception.Origin).Kind);
    }

    private static string Triple(string need)
    {
        string entry = $"'{P}' (mach-o file, but is an incompatible architecture (have 'x86_64', need '{need}'))";
        return $"dlopen({P}, 0x0002): tried: {entry}, {Cryptex}, {entry}";
    }
}
