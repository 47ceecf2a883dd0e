using Assay.Binaries;
using Assay.Imports;
using Assay.Loading;

namespace Assay.Tests.Loading.Dyld;

/// <summary>What a signature that is missing, malformed, outdated or of another team leads to, on native and on translated processes.</summary>
public sealed class SignatureTests
{
    private const string Start = "bundle\nplatform macos 11.0 sdk 14.0\nuuid 541FC149-EDEC-3211-83DB-CB63E25FE5D5\nneeds /usr/lib/libSystem.B.dylib\n";
    private const string Signed = "signature ad-hoc by-linker\n";
    private const string Unsigned = "not valid for use in process: mapped file has no cdhash, completely unsigned? Code has to be at least ad-hoc signed.";

    [Theory]
    [InlineData("macos-14-arm64", "arm64", Unsigned)]
    [InlineData("macos-11-arm64", "arm64", "not valid for use in process using Library Validation: Trying to load an unsigned library")]
    [InlineData("macos-14-x86_64", "x86_64", null)]
    [InlineData("macos-14-arm64-rosetta", "x86_64", null)]
    public void Without_a_signature(string target, string architecture, string? words)
    {
        ExtensionOutcome outcome = DyldScene.Load(target, $"macho {architecture} {Start}signature none\noffers _PyInit_x");
        if (words is null) Assert.IsType<ExtensionOutcome.Loaded>(outcome);
        else Refused(outcome, words);
    }

    [Theory]
    [InlineData("macos-14-arm64", "arm64", true)]
    [InlineData("macos-14-x86_64", "x86_64", false)]
    [InlineData("macos-14-arm64-rosetta", "x86_64", false)]
    public void Changed_after_signing(string target, string architecture, bool isKilled)
    {
        byte[] bytes = BinaryAssembler.Assemble($"macho {architecture} {Start}{Signed}offers _PyInit_x");
        bytes[0x48] ^= 1; // in the first load command
        ExtensionOutcome outcome = new DyldScene(target).Add(DyldScene.Extension, bytes).Load();
        if (!isKilled)
        {
            Assert.IsType<ExtensionOutcome.Loaded>(outcome);
            return;
        }

        ExtensionOutcome.Crashes crashes = Assert.IsType<ExtensionOutcome.Crashes>(outcome);
        Assert.Equal(("SIGKILL", 137), (crashes.Signal, crashes.ExitStatus));
        Assert.Equal(LoadFailureKind.CodeSignature, Assert.IsType<LoadFailure>(crashes.Origin).Kind);
    }

    [Theory]
    [InlineData("macos-14-arm64", "code signature invalid in <541FC149-EDEC-3211-83DB-CB63E25FE5D5> '/v/lib/python3.12/site-packages/x.cpython-312-darwin.so' (errno=85) sliceOffset=0x00000000, codeBlobOffset=0x")]
    [InlineData("macos-12-arm64", "code signature invalid (errno=85) sliceOffset=0x00000000, codeBlobOffset=0x")]
    public void A_malformed_one(string target, string words)
    {
        byte[] bytes = BinaryAssembler.Assemble($"macho arm64 {Start}{Signed}offers _PyInit_x");
        using BinaryFile file = BinaryFiles.Read(new Assay.Primitives.MemoryByteSource(bytes));
        bytes[((Assay.Binaries.MachO.MachOImage)file.Images[0]).CodeSignatureRange!.Value.SliceOffset] = 0;
        Refused(new DyldScene(target).Add(DyldScene.Extension, bytes).Load(), words);
    }

    [Theory]
    [InlineData("macos-15-arm64", "arm64", true)]
    [InlineData("macos-15-x86_64", "x86_64", false)]
    public void A_program_without_a_signature(string target, string architecture, bool isKilled)
    {
        DyldScene scene = new(target) { Program = "/v/bin/python3.12" };
        scene.Add("/v/bin/python3.12", $"macho {architecture} executable\nplatform macos 11.0 sdk 14.0\nneeds /usr/lib/libSystem.B.dylib\nsignature none");
        ExtensionOutcome outcome = scene.Add(DyldScene.Extension, $"macho {architecture} {Start}offers _PyInit_x").Load();
        if (isKilled) Assert.Equal("SIGKILL", Assert.IsType<ExtensionOutcome.Crashes>(outcome).Signal);
        else Assert.IsType<ExtensionOutcome.Loaded>(outcome);
    }

    private static void Refused(ExtensionOutcome outcome, string words)
    {
        ExtensionOutcome.Raises raises = Assert.IsType<ExtensionOutcome.Raises>(outcome);
        Assert.Contains(words, raises.Exception.Message, StringComparison.Ordinal);
        Assert.Equal(LoadFailureKind.CodeSignature, Assert.IsType<LoadFailure>(raises.Exception.Origin).Kind);
    }
}
