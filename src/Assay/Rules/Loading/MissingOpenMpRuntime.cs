using System.Collections.Immutable;
using Assay.Blas;
using Assay.Diagnostics;
using Assay.Environments;
using Assay.Loading;
using Assay.Primitives;
using Assay.Targets;

namespace Assay.Rules;

/// <summary>A package expects the OpenMP runtime from a package manager of the Mac, and it is not there, or there for the other processor.</summary>
public sealed class MissingOpenMpRuntime : CauseRule
{
    private const string NativeBrew = "/opt/homebrew/opt/libomp/lib";

    /// <inheritdoc/>
    public override RuleInfo Info { get; } = new("A108", "missing-open-mp-runtime", nameof(MissingOpenMpRuntime), "a package for macOS leaves the OpenMP runtime to the system, and none of the places it looks in has one");

    /// <inheritdoc/>
    public override Closeness Closeness => Closeness.Family;

    /// <inheritdoc/>
    public override ImmutableArray<string> Sources { get; } =
    [
        "https://github.com/lightgbm-org/LightGBM/issues/6262",
        "https://github.com/lightgbm-org/LightGBM/issues/1369",
        "https://github.com/dmlc/xgboost/issues/10946",
        "https://github.com/dmlc/xgboost/pull/10440",
        "https://github.com/iusztinpaul/energy-forecasting/issues/15 (native code that looks in /usr/local)",
        "https://github.com/apple-oss-distributions/dyld (dyld/Loader.cpp: a file for another processor does not end the search)",
    ];

    /// <inheritdoc/>
    public override Finding? Explain(FailedImport failed, RuleContext context)
    {
        if (context.Target.Os != OperatingSystemKind.MacOs || failed.Load is not { Library: { } library, Requester: { } requester } load || OpenMpFingerprint.FamilyOfName(library) is null) return null;

        // Beside the file itself only its own package puts libraries.
        if (library.StartsWith("@loader_path/", StringComparison.Ordinal)) return null;
        if (load.Kind == LoadFailureKind.MissingLibrary)
            return Cause(failed, $"{Quoted(requester)} needs the OpenMP runtime `{PosixPath.Name(library)}`, which macOS does not have and none of its paths leads to", requester) with { Remedies = Bring(context, load, requester) };

        // A copy that a distribution brought itself is that distribution's matter.
        if (load is not { Kind: LoadFailureKind.WrongArchitecture, Culprit: { } found } || context.OwnerOf(found) is not null) return null;
        string have = PlatformWords.List(failed.Culprit, OperatingSystemKind.MacOs);
        string need = PlatformWords.Of(context.Target.Architecture, OperatingSystemKind.MacOs);
        string owner = PackageManagerPath.Of(found) is { } place ? $" of {place.Owner}" : "";
        return Cause(failed, $"the OpenMP runtime{owner} is built for {have}, this Python is {need}: {Quoted(requester)} finds no other", found) with { Remedies = Bring(context, load, requester) };
    }

    private static ImmutableArray<Remedy> Bring(RuleContext context, LoadFailure load, string requester)
    {
        string library = PosixPath.Name(load.Library!);

        // The interpreter of a conda prefix names its lib directory, and that counts for everything it loads by @rpath.
        if (context.Environment.Kind == EnvironmentKind.Conda && load.Library!.StartsWith("@rpath/", StringComparison.Ordinal)) return [new Remedy.ProvideLibrary(library)];
        string[] places = [.. load.Steps.Select(step => step.Path).OfType<string>().Where(path => PackageManagerPath.Of(path) is not null)];
        if (places.FirstOrDefault(path => Fits(path, context) && PackageManagerPath.Of(path)!.IsHomebrew == !IsPorts(context)) is { } own) return [new Remedy.ProvidePath(own)];
        if (places.FirstOrDefault(path => Fits(path, context)) is { } other) return [new Remedy.ProvidePath(other)];

        // It looks nowhere that a package manager of this processor would fill: a release that does, or telling it where to look.
        ImmutableArray<Remedy> newer = UpgradeOwner(context, requester);
        return library == "libomp.dylib" && context.Target.Architecture != Architecture.X86_64 && load.Library!.StartsWith("@rpath/", StringComparison.Ordinal)
            ? [.. newer, new Remedy.ProvidePath($"{NativeBrew}/{library}"), new Remedy.AddRunPath(requester, NativeBrew)]
            : newer.IsEmpty ? [new Remedy.ProvideLibrary(library)] : newer;
    }

    private static bool IsPorts(RuleContext context) => context.Environment.RealExecutable?.StartsWith("/opt/local/", StringComparison.Ordinal) == true;

    private static bool Fits(string path, RuleContext context) => PackageManagerPath.Of(path) is { } place && (!place.IsHomebrew || place.IsIntel == (context.Target.Architecture == Architecture.X86_64));
}
