using System.Text;
using Assay.Loading.Dyld;
using Assay.Primitives;

namespace Assay.Tests.Loading.Dyld;

/// <summary>The record of what a macOS provides, at names that wheels are known to fail on.</summary>
public sealed class SystemLibrariesTests
{
    private const string Accelerate = "/System/Library/Frameworks/Accelerate.framework/Versions/A/Accelerate";

    [Theory]
    [InlineData("/usr/lib/libSystem.B.dylib", "_pthread_jit_write_protect_np", "10.15", nameof(Presence.NotYet))]
    [InlineData("/usr/lib/libSystem.B.dylib", "_strchrnul", "15.1", nameof(Presence.NotYet))]
    [InlineData("/usr/lib/libSystem.B.dylib", "_strchrnul", "15.3", nameof(Presence.NotYet))]
    [InlineData("/usr/lib/libSystem.B.dylib", "_strchrnul", "15.4", nameof(Presence.Present))]
    [InlineData("/usr/lib/libSystem.B.dylib", "_statfs_ext", "15.3", nameof(Presence.Unknown))]
    [InlineData("/usr/lib/libSystem.B.dylib", "_malloc", "11.0", nameof(Presence.Present))]
    [InlineData("/usr/lib/libSystem.B.dylib", "_os_sync_wait_on_address", "14.3", nameof(Presence.NotYet))]
    [InlineData("/usr/lib/libc++.1.dylib", "__ZNSt3__18to_charsEPcS0_d", "12.6", nameof(Presence.NotYet))]
    [InlineData("/usr/lib/libc++.1.dylib", "__ZNSt3__18to_charsEPcS0_d", "13.3", nameof(Presence.Present))]
    [InlineData("/usr/lib/libc++.1.dylib", "__ZNSt3__13pmr20get_default_resourceEv", "13.3", nameof(Presence.NotYet))]
    [InlineData("/usr/lib/libc++.1.dylib", "__ZNSt3__13pmr20get_default_resourceEv", "14.0", nameof(Presence.Present))]
    [InlineData(Accelerate, "_cblas_caxpy$NEWLAPACK$ILP64", "13.2", nameof(Presence.NotYet))]
    [InlineData(Accelerate, "_cblas_caxpy$NEWLAPACK$ILP64", "13.3", nameof(Presence.Present))]
    [InlineData(Accelerate, "_cblas_caxpy$NEWLAPACK$ILP64", "27.0", nameof(Presence.Present))]
    [InlineData(Accelerate, "_dgemm_", "12.0", nameof(Presence.Present))]
    [InlineData(Accelerate, "_no_such_name", "27.0", nameof(Presence.Unknown))]
    [InlineData("/usr/lib/libz.1.dylib", "_deflate", "11.0", nameof(Presence.Present))]
    [InlineData("/usr/lib/libffi.dylib", "_ffi_call", "11.0", nameof(Presence.Unknown))]
    [InlineData("/usr/lib/libffi.dylib", "_ffi_call", "11.2", nameof(Presence.Unknown))]
    [InlineData("/usr/lib/libffi.dylib", "_ffi_call", "11.3", nameof(Presence.Present))]
    public void Symbols_come_with_a_version(string library, string symbol, string version, string presence)
    {
        SystemPresence found = SystemLibraries.Known.Find(library)!.Symbol(symbol, Version(version), isArm64: true);
        Assert.Equal(presence, found.Presence.ToString());
    }

    [Theory]
    [InlineData("0?1", "1.0", nameof(Presence.NotYet))]
    [InlineData("0?1", "1.5", nameof(Presence.Unknown))]
    [InlineData("0?1", "2.0", nameof(Presence.Unknown))]
    [InlineData("0?1", "3.0", nameof(Presence.Present))]
    [InlineData("?01", "0.5", nameof(Presence.Unknown))]
    [InlineData("?01", "2.0", nameof(Presence.NotYet))]
    [InlineData("001", "0.5", nameof(Presence.NotYet))]
    [InlineData("110", "3.0", nameof(Presence.Unknown))]
    public void A_digit_may_be_open(string digits, string version, string presence)
    {
        PackedVersion[] versions = [new(1), new(2), new(3)];
        Assert.Equal(presence, SystemPresence.Of(PresenceDigits.Read(Encoding.ASCII.GetBytes(digits)), versions, Version(version)).Presence.ToString());
    }

    [Theory]
    [InlineData("/usr/lib/libz.dylib", "/usr/lib/libz.1.dylib")]
    [InlineData("/usr/lib/libm.dylib", "/usr/lib/libSystem.B.dylib")]
    [InlineData("/System/Library/Frameworks/Accelerate.framework/Accelerate", Accelerate)]
    [InlineData("/System/Library/Frameworks/vecLib.framework/vecLib", "/System/Library/Frameworks/Accelerate.framework/Versions/A/Frameworks/vecLib.framework/Versions/A/vecLib")]
    [InlineData("/System/Library/Frameworks/CoreFoundation.framework/Versions/Current/CoreFoundation", "/System/Library/Frameworks/CoreFoundation.framework/Versions/A/CoreFoundation")]
    public void Other_paths_lead_to_a_library(string path, string library) => Assert.Equal(library, SystemLibraries.Known.Find(path)?.Name);

    [Fact]
    public void A_library_that_came_later_is_not_there_yet()
    {
        SystemLibrary concurrency = SystemLibraries.Known.Find("/usr/lib/swift/libswift_Concurrency.dylib")!;
        Assert.Equal(Presence.NotYet, concurrency.At(Version("11.0"), isArm64: true).Presence);
        Assert.Equal(Presence.Present, concurrency.At(Version("12.0"), isArm64: true).Presence);
    }

    [Theory]
    [InlineData("macos-15-arm64", "/usr/lib/libz.dylib", true)]
    [InlineData("macos-15-arm64", "/usr/lib/libno-such-name.dylib", null)]
    [InlineData("macos-11-arm64", "/usr/lib/swift/libswift_Concurrency.dylib", false)]
    public void A_process_tells_what_its_system_has(string target, string path, bool? expected) => Assert.Equal(expected, new DyldScene(target).Start().HasSystemLibrary(path));

    private static PackedVersion Version(string text) => PackedVersion.TryParse(text, out PackedVersion version) ? version : throw new ArgumentException(text);
}
