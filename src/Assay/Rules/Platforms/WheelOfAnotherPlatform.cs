using System.Collections.Immutable;
using Assay.Diagnostics;
using Assay.Loading;
using Assay.Packaging;
using Assay.Targets;

namespace Assay.Rules;

/// <summary>No tag of a wheel is for the target: an installer does not take it.</summary>
public sealed class WheelOfAnotherPlatform : WheelRule
{
    /// <inheritdoc/>
    public override RuleInfo Info { get; } = new("A211", "wheel-of-another-platform", nameof(WheelOfAnotherPlatform), "a wheel is made for another system, processor or version than it is to run on");

    /// <inheritdoc/>
    public override ImmutableArray<string> Sources { get; } =
    [
        "https://packaging.python.org/en/latest/specifications/platform-compatibility-tags/",
        "https://peps.python.org/pep-0600/",
    ];

    /// <inheritdoc/>
    protected override IEnumerable<WheelFlaw> Flaws(WheelFacts wheel, RuleContext context)
    {
        Target target = context.Target;
        if (wheel.Platforms.Any(platform => Takes(target, platform))) yield break;
        string system = wheel.Platforms.Any(platform => platform.IsFor(target)) ? "an older system than that" : "another platform";
        yield return new WheelFlaw(Severity.Error, $"the wheel is for {wheel.PlatformText}, and {target.Name} is {system}", [.. wheel.Binaries.Select(binary => binary.Path)], $"take the wheel of this release whose tag fits {target.Name}")
        {
            Path = wheel.Path,
            Explains = [LoadFailureKind.WrongArchitecture, LoadFailureKind.WrongClass, LoadFailureKind.NotABinary, LoadFailureKind.MissingVersion],
            Evidence = [new Evidence(wheel.Path, null, "file name", "platform tag", wheel.PlatformText, "no installer takes it there")],
        };
    }

    private static bool Takes(Target target, PlatformTag platform) =>
        platform.IsFor(target) && (platform.OldestFor(target.Architecture) is not { } oldest || (target.Os == OperatingSystemKind.Linux ? target.LibcVersion : target.OsVersion) is not { } version || version >= oldest || IsWindows(target));

    // Windows tags carry no version.
    private static bool IsWindows(Target target) => target.Os == OperatingSystemKind.Windows;
}
