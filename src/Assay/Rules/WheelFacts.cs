using System.Collections.Immutable;
using Assay.Loading.Wheels;
using Assay.Packaging;
using Assay.Primitives;
using Assay.Targets;

namespace Assay.Rules;

/// <summary>What was found out about a wheel that was given by itself.</summary>
/// <param name="Path">The file, absolute.</param>
/// <param name="Platforms">The platforms its name promises.</param>
/// <param name="Binaries">Its binaries in the order of their paths.</param>
/// <param name="MissingRecorded">Files that its RECORD lists and it does not hold, as RECORD writes them.</param>
public sealed record WheelFacts(string Path, ImmutableArray<PlatformTag> Platforms, ImmutableArray<WheelBinary> Binaries, ImmutableArray<string> MissingRecorded)
{
    /// <summary>The part of its name that holds the tags, for messages: <c>macosx_14_0_arm64</c>.</summary>
    public string PlatformText => string.Join('.', Platforms.Select(platform => platform.Text));

    /// <summary>True when its name promises that no code of a machine is in it.</summary>
    public bool IsForAnyPlatform => Platforms.All(platform => platform.IsAny);

    /// <summary>The oldest system that its tags promise for a target's system and architecture; null when none is named.</summary>
    /// <param name="target">The target.</param>
    public (PackedVersion Version, PlatformTag Tag)? OldestPromise(Target target)
    {
        (PackedVersion Version, PlatformTag Tag)? oldest = null;
        foreach (PlatformTag platform in Platforms)
        {
            if (platform.IsAny || !platform.IsFor(target) || platform.OldestFor(target.Architecture) is not { } version) continue;
            if (oldest is null || version < oldest.Value.Version) oldest = (version, platform);
        }

        return oldest;
    }
}
