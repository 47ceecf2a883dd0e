using System.Collections.Immutable;
using Assay.Diagnostics;
using Assay.Loading;
using Assay.Targets;

namespace Assay.Rules;

/// <summary>A file for another system of Apple's: the processor is the right one, the system is not.</summary>
public sealed class WrongApplePlatform : CauseRule
{
    /// <inheritdoc/>
    public override RuleInfo Info { get; } = new("A121", "wrong-apple-platform", nameof(WrongApplePlatform), "a file is built for another system of Apple's, such as iOS or its simulator");

    /// <inheritdoc/>
    public override ImmutableArray<string> Sources { get; } =
    [
        "https://github.com/apple-oss-distributions/dyld (dyld/JustInTimeLoader.cpp, mach_o/Platform.cpp)",
        "https://peps.python.org/pep-0730/ (tags and suffixes of extensions for iOS)",
        "https://github.com/apple-oss-distributions/cctools (include/mach-o/loader.h: build_version_command)",
    ];

    /// <inheritdoc/>
    public override Finding? Explain(FailedImport failed, RuleContext context)
    {
        if (failed.Load is not { Kind: LoadFailureKind.WrongPlatform } load || context.Target.Os != OperatingSystemKind.MacOs) return null;
        string file = load.Culprit ?? load.Opened;
        string platform = load.Evidence is [{ Field: "platform" } have, ..] ? Between(have.Value) : "another system of Apple's";
        return Cause(failed, $"{Quoted(file)} is built for {platform}, this Python runs on macOS", file) with
        {
            Remedies = [.. ReinstallOwner(context, file), new Remedy.Advise("if you build it: use the SDK of macOS, `xcrun --sdk macosx --show-sdk-path`")],
        };
    }

    // "7 (ios-simulator)": the number is for the evidence, the word for the sentence.
    private static string Between(string value)
    {
        int open = value.IndexOf('(', StringComparison.Ordinal);
        return open < 0 ? value : value[(open + 1)..].TrimEnd(')');
    }
}
