using System.Collections.Immutable;

namespace Assay.Packaging.Locking;

/// <summary>Which packages of a lock file are installed on a machine: each format says it in its own way.</summary>
public static class LockSelection
{
    /// <summary>The packages, in the order of the file.</summary>
    /// <param name="reading">The lock file.</param>
    /// <param name="environment">The values of markers on the machine.</param>
    /// <param name="platform">The conda platform of the machine, or null when conda has none for it.</param>
    public static ImmutableArray<SelectedPackage> Of(LockReading reading, MarkerEnvironment environment, string? platform)
    {
        ArgumentNullException.ThrowIfNull(reading);
        ArgumentNullException.ThrowIfNull(environment);
        Func<LockedPackage, bool?> isInstalled = reading.Kind switch
        {
            LockKind.Uv => new UvSelection(reading, environment).IsInstalled,
            LockKind.Pylock => package => ByLockMarker(package, reading, environment),
            LockKind.Poetry => new PoetrySelection(reading, environment).IsInstalled,
            LockKind.Pdm or LockKind.Pipfile => package => ByGroup(package, reading, environment),
            _ => package => package.Platform is null || package.Platform == platform ? true : null,
        };
        return [.. reading.Packages.Select(package => (package, isInstalled(package))).Where(pair => pair.Item2 is not null).Select(pair => new SelectedPackage(pair.package, pair.Item2!.Value))];
    }

    /// <summary>Whether a marker holds; null when the environment does not decide it.</summary>
    /// <param name="marker">The marker; none holds always.</param>
    /// <param name="environment">The values.</param>
    internal static bool? Holds(Marker? marker, MarkerEnvironment environment)
    {
        if (marker is null) return true;
        bool value = marker.Evaluate(environment, out MarkerProblem problem);
        return problem == MarkerProblem.None ? value : null;
    }

    // True: by default. False: only when asked for. Null: not at all.
    private static bool? ByLockMarker(LockedPackage package, LockReading reading, MarkerEnvironment environment)
    {
        MarkerEnvironment plain = With([], reading.DefaultGroups), all = With(reading.Extras, reading.Groups.AddRange(reading.DefaultGroups));
        return Holds(package.Marker, plain) switch
        {
            true => true,
            null => false,
            _ => Holds(package.Marker, all) is false ? null : false,
        };

        MarkerEnvironment With(ImmutableArray<string> extras, ImmutableArray<string> groups) => new()
        {
            Values = environment.Values,
            Sets = environment.Sets.SetItem("extras", [.. extras]).SetItem("dependency_groups", [.. groups]),
        };
    }

    private static bool? ByGroup(LockedPackage package, LockReading reading, MarkerEnvironment environment)
    {
        bool isDefault = package.Groups.IsEmpty || package.Groups.Any(reading.DefaultGroups.Contains);
        return Holds(package.Marker, environment) switch { true => isDefault, null => false, _ => null };
    }
}
