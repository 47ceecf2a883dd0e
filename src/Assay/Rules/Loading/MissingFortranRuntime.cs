using System.Collections.Immutable;
using Assay.Diagnostics;
using Assay.Loading;
using Assay.Primitives;
using Assay.Targets;

namespace Assay.Rules;

/// <summary>A file that was linked by GNU Fortran looks for its runtime, and it is not there.</summary>
public sealed class MissingFortranRuntime : CauseRule
{
    private static readonly ImmutableArray<string> Prefixes = ["libgfortran.", "libquadmath.", "libgcc_s."];

    /// <inheritdoc/>
    public override RuleInfo Info { get; } = new("A111", "missing-fortran-runtime", nameof(MissingFortranRuntime), "code for macOS that came from Fortran does not find the runtime of that compiler");

    /// <inheritdoc/>
    public override Closeness Closeness => Closeness.Family;

    /// <inheritdoc/>
    public override ImmutableArray<string> Sources { get; } =
    [
        "https://github.com/scipy/scipy/issues/20852",
        "https://github.com/scipy/scipy/issues/19387",
        "https://github.com/numpy/numpy/issues/12970",
        "https://github.com/fxcoudert/gfortran-for-macOS/issues/67",
    ];

    /// <inheritdoc/>
    public override Finding? Explain(FailedImport failed, RuleContext context)
    {
        if (failed.Load is not { Kind: LoadFailureKind.MissingLibrary, Library: { } library } load || context.Target.Os != OperatingSystemKind.MacOs) return null;
        string name = PosixPath.Name(library);

        // A path of Homebrew or MacPorts says more than the name does: A112.
        if (!Prefixes.Any(prefix => name.StartsWith(prefix, StringComparison.Ordinal)) || PackageManagerPath.Of(library) is not null) return null;
        string requester = load.Requester ?? load.Opened;
        return Cause(failed, $"{Quoted(requester)} needs `{name}` of the GNU Fortran runtime, which is on none of the paths it names", requester) with
        {
            Remedies = context.OwnerOf(requester) is { Installer: not "conda" } owner
                ? [new Remedy.Reinstall(owner.Name, owner.Version), new Remedy.Upgrade(owner.Name)]
                : [new Remedy.ProvideLibrary(name)],
        };
    }
}
