using System.Collections.Immutable;
using Assay.Diagnostics;
using Assay.Environments;
using Assay.Loading;
using Assay.Primitives;
using Assay.Targets;

namespace Assay.Rules;

/// <summary>A file that was built on one Mac names the place where that Mac's package manager had a library; on this one nothing is there.</summary>
public sealed class ForeignPackageManagerPath : CauseRule
{
    /// <inheritdoc/>
    public override RuleInfo Info { get; } = new("A112", "foreign-package-manager-path", nameof(ForeignPackageManagerPath), "a file names a library by its place in Homebrew or MacPorts, and this Mac has nothing there");

    /// <inheritdoc/>
    public override Closeness Closeness => Closeness.Family;

    /// <inheritdoc/>
    public override ImmutableArray<string> Sources { get; } =
    [
        "https://github.com/scikit-build/scikit-build-core/issues/761",
        "https://github.com/lightgbm-org/LightGBM/issues/1369",
        "https://github.com/ContinuumIO/anaconda-issues/issues/595",
        "https://github.com/matthew-brett/delocate (copies such libraries into a wheel)",
        "https://docs.brew.sh/Installation (the prefixes of Homebrew)",
    ];

    /// <inheritdoc/>
    public override Finding? Explain(FailedImport failed, RuleContext context)
    {
        if (failed.Load is not { Kind: LoadFailureKind.MissingLibrary, Library: { } library } load || context.Target.Os != OperatingSystemKind.MacOs) return null;
        if (PackageManagerPath.Of(library) is not { } place) return null;
        string requester = load.Requester ?? load.Opened;
        InstalledDistribution? owner = context.OwnerOf(requester);
        return Cause(failed, $"{Quoted(requester)} was linked with `{PosixPath.Name(library)}` of {place.Owner}, and this Mac has none at that place", requester) with
        {
            Remedies =
            [
                .. owner is null ? ImmutableArray<Remedy>.Empty : [new Remedy.Upgrade(owner.Name)],
                new Remedy.ProvidePath(library),
                new Remedy.Advise("if you built it yourself: `delocate-wheel` copies such libraries into the wheel before it is installed"),
            ],
        };
    }
}
