using Assay.Diagnostics;
using Assay.Environments;
using Assay.Packaging;

namespace Assay.Examination.Repairing;

/// <summary>Carries a remedy out in thought: the world as it would be after the owner's tool did what the remedy asks for.</summary>
/// <param name="picker">Where wheels come from; null where the owner installs something else, whose content no index tells.</param>
internal sealed class RemedyTrial(WheelPicker? picker)
{
    // A chain of requirements that is longer than this is no repair any more.
    private const int MostDependencies = 100;

    /// <summary>The remedies that are known not to help: no source has what they ask for, or it was judged and changes nothing.</summary>
    public HashSet<Remedy> Useless { get; } = [];

    /// <summary>The world after a remedy.</summary>
    /// <param name="remedy">The remedy.</param>
    /// <param name="world">The world before it.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <returns>The world; null when it cannot be told from files what the remedy brings, or the sources do not have it.</returns>
    public async Task<RepairWorld?> ApplyAsync(Remedy remedy, RepairWorld world, CancellationToken cancellation)
    {
        int doubts = picker?.Doubts ?? 0;
        RepairWorld? changed = remedy switch
        {
            Remedy.Delete one => world.WithoutPath(one.Path),
            Remedy.Rename one => world.WithoutPath(one.Path),
            Remedy.SetVariable one => world.WithVariable(one.Name, one.Value),
            _ when picker is null => null,
            Remedy.Reinstall one => await AgainAsync(world, one.Distribution, one.Version, cancellation).ConfigureAwait(false),
            Remedy.InstallBinary one => await AgainAsync(world, one.Distribution, one.Version, cancellation).ConfigureAwait(false),
            Remedy.InstallForPlatform one => await AgainAsync(world, one.Distribution, one.Version, cancellation).ConfigureAwait(false),
            Remedy.InstallAfresh one => await AgainAsync(world, one.Distribution, one.Version, cancellation).ConfigureAwait(false),
            Remedy.Install one => await InstallAsync(world, one.Requirement, cancellation).ConfigureAwait(false),
            Remedy.Upgrade one => await UpgradeAsync(world, one.Package, cancellation).ConfigureAwait(false),
            Remedy.Uninstall one => Without(world, distribution => IsNamed(distribution, one.Distribution) && distribution.Location == one.Location),
            Remedy.Replace one => await InstallAsync(Without(world, distribution => IsNamed(distribution, one.Old)), one.New, cancellation).ConfigureAwait(false),
            Remedy.KeepOne one => await InstallAsync(Without(world, distribution => one.Distributions.Split(' ').Any(name => IsNamed(distribution, name))), one.Kept, cancellation).ConfigureAwait(false),
            Remedy.InstallTogether { Index: null } several => await TogetherAsync(world, several.Requirements.Split(' '), cancellation).ConfigureAwait(false),
            Remedy.Recreate => await AnewAsync(world, cancellation).ConfigureAwait(false),
            _ => null,
        };
        if (changed is null && picker is not null && picker.Doubts == doubts && AsksInstaller(remedy)) Useless.Add(remedy);
        return changed is null || ReferenceEquals(changed, world) ? null : picker is null ? changed : await CompletedAsync(changed, cancellation).ConfigureAwait(false);
    }

    private static bool AsksInstaller(Remedy remedy) => remedy is Remedy.Reinstall or Remedy.InstallBinary or Remedy.InstallForPlatform or Remedy.InstallAfresh or Remedy.Install or Remedy.Upgrade or Remedy.Replace or Remedy.KeepOne or Remedy.InstallTogether { Index: null };

    // The same version where there is one; else one that everything else installed can live with.
    private async Task<RepairWorld?> AgainAsync(RepairWorld world, string project, string? version, CancellationToken cancellation)
    {
        PickedWheel? wheel = version is null ? null : await picker!.PickAsync(project, ["==" + version], cancellation).ConfigureAwait(false);
        wheel ??= await PickAsync(world, project, "", cancellation).ConfigureAwait(false);
        return wheel is null ? null : Placed(world, wheel);
    }

    private async Task<RepairWorld?> InstallAsync(RepairWorld world, string text, CancellationToken cancellation)
    {
        if (!Requirement.TryParse(text, out Requirement? requirement) || requirement.Url is not null) return null;
        return await PickAsync(world, requirement.Name, requirement.Specifiers.ToString(), cancellation).ConfigureAwait(false) is { } wheel ? Placed(world, wheel) : null;
    }

    private async Task<RepairWorld?> UpgradeAsync(RepairWorld world, string project, CancellationToken cancellation)
    {
        string newer = world.Environment.Distributions.FirstOrDefault(distribution => IsNamed(distribution, project)) is { } installed && PackageVersion.TryParse(installed.Version, out _) ? ">" + installed.Version.Split('+')[0] : "";
        return await PickAsync(world, project, newer, cancellation).ConfigureAwait(false) is { } wheel ? Placed(world, wheel) : null;
    }

    private async Task<RepairWorld?> TogetherAsync(RepairWorld world, string[] requirements, CancellationToken cancellation)
    {
        RepairWorld? together = world;
        foreach (string requirement in requirements)
            if (together is not null) together = await InstallAsync(together, requirement, cancellation).ConfigureAwait(false);
        return together;
    }

    // Everything that is installed, in its version, and nothing that has come into the directory otherwise.
    private async Task<RepairWorld?> AnewAsync(RepairWorld world, CancellationToken cancellation)
    {
        List<PickedWheel> wheels = [];
        foreach (InstalledDistribution distribution in NewEnvironmentContent.Of(world))
        {
            PickedWheel? wheel = await picker!.PickAsync(distribution.Name, ["==" + distribution.Version], cancellation).ConfigureAwait(false)
                ?? await PickAsync(world, distribution.Name, "", cancellation).ConfigureAwait(false);
            if (wheel is null) return null;
            wheels.Add(wheel);
        }

        return wheels.Count == 0 ? null : wheels.Aggregate(world.WithoutPath(world.Site), (changed, wheel) => changed.With(wheel));
    }

    // What the new wheels need and the environment does not have; what no source has is left to the verdict.
    private async Task<RepairWorld> CompletedAsync(RepairWorld world, CancellationToken cancellation)
    {
        HashSet<string> tried = new(StringComparer.Ordinal);
        while (tried.Count < MostDependencies)
        {
            HashSet<string> placed = [.. world.Wheels.Select(wheel => wheel.Name)];
            UnmetRequirement? unmet = RequirementCheck.Of(world.Environment, placed).Unmet.FirstOrDefault(requirement => !tried.Contains(requirement.RequiredName));
            if (unmet is null || !Requirement.TryParse(unmet.Requirement.Trim(), out Requirement? needed)) break;
            tried.Add(unmet.RequiredName);
            if (await PickAsync(world, needed.Name, needed.Specifiers.ToString(), cancellation).ConfigureAwait(false) is { } wheel) world = Placed(world, wheel);
        }

        return world;
    }

    // First a version that nothing else installed speaks against, then any that was asked for: that is what an installer does, and warns.
    private async Task<PickedWheel?> PickAsync(RepairWorld world, string project, string specifiers, CancellationToken cancellation)
    {
        string[] others = [.. Constraints(world, PackageName.Normalize(project))];
        return await picker!.PickAsync(project, [specifiers, .. others], cancellation).ConfigureAwait(false)
            ?? (others.Length == 0 || specifiers.Length == 0 ? null : await picker!.PickAsync(project, [specifiers], cancellation).ConfigureAwait(false));
    }

    private static IEnumerable<string> Constraints(RepairWorld world, string name)
    {
        MarkerEnvironment markers = EnvironmentMarkers.Of(world.Environment);
        foreach (InstalledDistribution distribution in world.Environment.Distributions.Where(distribution => distribution.NormalizedName != name))
            foreach (string text in distribution.Requirements)
                if (Requirement.TryParse(text.Trim(), out Requirement? requirement) && requirement.NormalizedName == name && (requirement.Marker is not { } marker || marker.Evaluate(markers, out _)))
                    yield return requirement.Specifiers.ToString();
    }

    private static RepairWorld Placed(RepairWorld world, PickedWheel wheel) => Without(world, distribution => distribution.NormalizedName == wheel.Name && world.Owns(distribution)).With(wheel);

    private static RepairWorld Without(RepairWorld world, Func<InstalledDistribution, bool> isMeant) => world.Environment.Distributions.Where(isMeant).Aggregate(world, (changed, distribution) => changed.Without(distribution));

    private static bool IsNamed(InstalledDistribution distribution, string name) => distribution.NormalizedName == PackageName.Normalize(name);
}
