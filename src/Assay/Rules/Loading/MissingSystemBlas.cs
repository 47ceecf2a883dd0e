using System.Collections.Immutable;
using Assay.Diagnostics;
using Assay.Environments;
using Assay.Loading;

namespace Assay.Rules;

/// <summary>A wheel that was built against the distribution's own BLAS (piwheels does so), on a system that lacks it.</summary>
public sealed class MissingSystemBlas : CauseRule
{
    private static readonly ImmutableArray<string> Prefixes = ["libopenblas", "libf77blas.", "libcblas.", "libatlas.", "libptf77blas.", "libblas.", "liblapack.", "libgfortran."];

    /// <inheritdoc/>
    public override RuleInfo Info { get; } = new("A105", "missing-system-blas", nameof(MissingSystemBlas), "a wheel built for one distribution wants that distribution's linear algebra library");

    /// <inheritdoc/>
    public override Closeness Closeness => Closeness.Family;

    /// <inheritdoc/>
    public override ImmutableArray<string> Sources { get; } =
    [
        "https://www.piwheels.org/faq.html (wheels link to the libraries of Raspberry Pi OS)",
        "https://github.com/numpy/numpy/issues/14772",
    ];

    /// <inheritdoc/>
    public override Finding? Explain(FailedImport failed, RuleContext context)
    {
        if (failed.Load is not { Kind: LoadFailureKind.MissingLibrary, Library: { } library } load || VendoredName.HasHash(library)) return null;
        if (!Prefixes.Any(prefix => library.StartsWith(prefix, StringComparison.Ordinal))) return null;
        InstalledDistribution? owner = context.OwnerOf(load.Requester) ?? context.OwnerOf(load.Opened);
        // A plain linux_* tag promises nothing about other systems (PEP 600 has the portable ones): the wheel was built where it was to run.
        if (owner is null || !owner.WheelTags.Any(tag => tag.Contains("-linux_", StringComparison.Ordinal))) return null;
        return Cause(failed, $"`{owner.Name}` was built against the system's `{library}`, which is not installed", load.Requester) with { Remedies = [new Remedy.ProvideLibrary(library)] };
    }
}
