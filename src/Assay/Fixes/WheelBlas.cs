using System.Collections.Immutable;
using Assay.Blas;
using Assay.Environments;
using Assay.Packaging;
using Assay.Targets;

namespace Assay.Fixes;

/// <summary>
/// How wheels choose: on macOS NumPy (since 2.0) and SciPy (since 1.14) have two of each release, one with OpenBLAS for every system and one for macOS 14 that
/// uses Accelerate (the release notes of NumPy 2.0.0 and SciPy 1.14.0). Elsewhere the library is part of the wheel and there is one wheel.
/// </summary>
internal static class WheelBlas
{
    private static readonly (string Distribution, string Since)[] Twofold = [("numpy", "2.0.0"), ("scipy", "1.14.0")];

    /// <summary>The choices: for all of the packages that have two wheels together.</summary>
    public static IEnumerable<BlasChoice> Choices(FixSituation situation, ImmutableArray<BlasConsumer> callers)
    {
        Target target = situation.Target;
        if (target.Os != OperatingSystemKind.MacOs || target.OsVersion is not { Major: >= 14 } || target.Architecture is not (Architecture.Arm64 or Architecture.X86_64)) return [];
        InstalledDistribution[] installed = [.. situation.Environment.Distributions.Where(IsTwofold)];
        if (installed.Length == 0) return [];
        string architecture = target.Architecture == Architecture.Arm64 ? "arm64" : "x86_64";
        return
        [
            Choice(BlasImplementation.OpenBlas, $"macosx_13_0_{architecture}", installed, situation, callers),
            Choice(BlasImplementation.Accelerate, $"macosx_14_0_{architecture}", installed, situation, callers),
        ];
    }

    private static BlasChoice Choice(BlasImplementation implementation, string platform, InstalledDistribution[] installed, FixSituation situation, ImmutableArray<BlasConsumer> callers)
    {
        InstalledDistribution[] others = [.. installed.Where(distribution => !callers.Any(caller => caller.Distribution == distribution.Name && caller.Answers.Any(answer => answer.Library?.Implementation == implementation)))];
        return new BlasChoice(implementation, platform)
        {
            Commands = [.. others.SelectMany(distribution => PackageCommands.For(situation, distribution.Name).InstallForPlatform(distribution.Name, distribution.Version, platform).Commands)],
            IsCurrent = others.Length == 0,
            IsInstalled = others.Length == 0,
            Effects = others.Length == 0 ? [] : BlasEffects.Between(callers, (caller, routine) => others.Any(other => other.Name == caller.Distribution) ? BlasLibrary.NameOf(implementation) : BlasEffects.Title(caller.AnswerTo(routine))),
        };
    }

    private static bool IsTwofold(InstalledDistribution distribution) =>
        Array.Exists(Twofold, each => each.Distribution == distribution.NormalizedName && PackageVersion.TryParse(distribution.Version, out PackageVersion? version) && PackageVersion.TryParse(each.Since, out PackageVersion? since) && version.CompareTo(since) >= 0);
}
