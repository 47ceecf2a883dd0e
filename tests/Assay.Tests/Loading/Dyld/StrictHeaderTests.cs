using Assay.Imports;
using Assay.Loading;

namespace Assay.Tests.Loading.Dyld;

/// <summary>Which headers are refused, by the version of macOS and the SDK of the file: each check fires, keeps silent for an older SDK, and does not apply on an older system.</summary>
public sealed class StrictHeaderTests
{
    private const string Start = "macho arm64 bundle\nplatform macos 11.0 sdk {0}\nuuid 541FC149-EDEC-3211-83DB-CB63E25FE5D5\nneeds /usr/lib/libSystem.B.dylib\n";
    private const string End = "signature ad-hoc by-linker\noffers _PyInit_x";

    [Theory]
    [InlineData("macos-15.4-arm64", "15.4", true)]
    [InlineData("macos-15.6-arm64", "15.5", true)]
    [InlineData("macos-15.6-arm64", "15.3", false)]
    [InlineData("macos-15.3-arm64", "15.4", false)]
    [InlineData("macos-26-arm64", "15.5", false)]
    [InlineData("macos-26-arm64", "26.0", true)]
    [InlineData("macos-14-arm64", "26.0", false)]
    public void A_repeated_run_path(string target, string sdk, bool isRefused) =>
        Judge(target, sdk, "rpath /r\nrpath /r\n", isRefused ? "duplicate LC_RPATH '/r'" : null);

    [Theory]
    [InlineData("macos-15.4-arm64", "15.0", true)]
    [InlineData("macos-15.4-arm64", "14.5", false)]
    [InlineData("macos-26-arm64", "15.5", false)]
    [InlineData("macos-26-arm64", "26.0", true)]
    [InlineData("macos-15.3-arm64", "15.0", false)]
    public void A_repeated_dylib(string target, string sdk, bool isRefused) =>
        Judge(target, sdk, "needs /usr/lib/libSystem.B.dylib\n", isRefused ? "duplicate linked dylib '/usr/lib/libSystem.B.dylib'" : null);

    [Theory]
    [InlineData("macos-15.4-arm64", "12.0", true)]
    [InlineData("macos-15.4-arm64", "11.3", false)]
    [InlineData("macos-15.3-arm64", "12.0", false)]
    public void No_uuid(string target, string sdk, bool isRefused) =>
        Judge(target, sdk, "", isRefused ? "missing LC_UUID load command" : null, hasUuid: false);

    // The field of scipy 1.15's Fortran modules is 0: macOS 27 refuses those and no others with the same defect.
    [Theory]
    [InlineData("macos-27-arm64", "0", true)]
    [InlineData("macos-27-arm64", "14.2", false)]
    [InlineData("macos-26-arm64", "0", false)]
    public void A_section_without_content_that_has_an_offset(string target, string sdk, bool isRefused) =>
        Judge(target, sdk, "section __DATA __thread_bss thread-zerofill size 0x18 offset 0xc000\n", isRefused ? "section '__DATA/__thread_bss' has a zero-fill section type, but offset field is not zero" : null);

    private static void Judge(string target, string sdk, string lines, string? refusal, bool hasUuid = true)
    {
        string described = string.Format(System.Globalization.CultureInfo.InvariantCulture, Start, sdk) + lines + End;
        if (!hasUuid) described = described.Replace("uuid 541FC149-EDEC-3211-83DB-CB63E25FE5D5", "uuid none", StringComparison.Ordinal);
        if (sdk == "0") described = described.Replace(" sdk 0", " sdk none", StringComparison.Ordinal);
        ExtensionOutcome outcome = DyldScene.Load(target, described);
        if (refusal is null)
        {
            Assert.IsType<ExtensionOutcome.Loaded>(outcome);
            return;
        }

        ExtensionOutcome.Raises raises = Assert.IsType<ExtensionOutcome.Raises>(outcome);
        Assert.Contains($"'{DyldScene.Extension}' ({refusal})", raises.Exception.Message, StringComparison.Ordinal);
        Assert.Equal(LoadFailureKind.StrictHeader, Assert.IsType<LoadFailure>(raises.Exception.Origin).Kind);
    }
}
