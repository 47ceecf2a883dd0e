using Assay.Targets;

namespace Assay.Rules;

/// <summary>Words of the rules about headers that newer versions of macOS refuse.</summary>
internal static class MachHeaderWords
{
    /// <summary>Why this file is held to the rule: dyld asks files linked with a newer SDK for more.</summary>
    /// <param name="culprit">A look at the file.</param>
    public static string Gate(FileGlance? culprit) => culprit?.Sdk is { } sdk
        ? $"it was linked with the SDK of macOS {sdk}; files linked with an older one may have the same and load"
        : "its SDK field is 0, which dyld holds to the newest rules";

    /// <summary>The system as a sentence names it.</summary>
    /// <param name="target">Where it runs.</param>
    public static string System(Target target) => target.OsVersion is { } version ? $"macOS {version}" : "this macOS";
}
