using System.Collections.Immutable;
using Assay.Diagnostics;
using Assay.Packaging;
using Assay.Targets;

namespace Assay.Rules;

/// <summary>No tag of a wheel is for the target: an installer does not take it.</summary>
public sealed class WheelOfAnotherPlatform : Rule
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
    public override IEnumerable<Finding> Examine(RuleContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        if (context.Wheel is not { } wheel || wheel.Platforms.Any(platform => Takes(context.Target, platform))) yield break;
        string system = wheel.Platforms.Any(platform => platform.IsFor(context.Target)) ? "an older system than its tag allows" : "another platform";
        yield return new Finding
        {
            Code = Info.Code,
            Severity = Severity.Error,
            Title = $"the wheel is for {wheel.PlatformText}, and {context.Target.Name} is {system}",
            Path = wheel.Path,
            Evidence = [new Evidence(wheel.Path, null, "file name", "platform tag", wheel.PlatformText, "no installer takes it there")],
            Remedies = [new Remedy.Advise($"take the wheel of this release whose tag fits {context.Target.Name}")],
            Sources = Sources,
        };
    }

    private static bool Takes(Target target, PlatformTag platform) =>
        platform.IsFor(target) && (platform.OldestFor(target.Architecture) is not { } oldest || (target.Os == OperatingSystemKind.Linux ? target.LibcVersion : target.OsVersion) is not { } version || version >= oldest || IsWindows(target));

    // Windows tags carry no version.
    private static bool IsWindows(Target target) => target.Os == OperatingSystemKind.Windows;
}
