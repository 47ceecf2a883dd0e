using System.Collections.Immutable;
using Assay.Diagnostics;
using Assay.Environments;
using Assay.Loading;
using Assay.Primitives;

namespace Assay.Rules;

/// <summary>A library that the package itself brought, and that somebody removed.</summary>
public sealed class VendoredLibraryGone : CauseRule
{
    /// <inheritdoc/>
    public override RuleInfo Info { get; } = new("A102", "vendored-library-gone", nameof(VendoredLibraryGone), "a library that the package brought along has been removed");

    /// <inheritdoc/>
    public override Closeness Closeness => Closeness.Damage;

    /// <inheritdoc/>
    public override ImmutableArray<string> Sources { get; } =
    [
        "https://packaging.python.org/en/latest/specifications/recording-installed-packages/#the-record-file",
        "https://github.com/pypa/auditwheel#overview (libraries are copied under a name with a hash)",
        "https://github.com/scipy/scipy/issues/8102",
    ];

    /// <inheritdoc/>
    public override Finding? Explain(FailedImport failed, RuleContext context)
    {
        if (failed.Load is not { Kind: LoadFailureKind.MissingLibrary, Library: { } library } load) return null;
        InstalledDistribution? owner = context.OwnerOf(load.Requester) ?? context.OwnerOf(load.Opened);
        string? recorded = context.RecordOf(owner)?.MissingFiles.FirstOrDefault(file => PosixPath.Name(file) == PosixPath.Name(library));
        if (owner is null || (recorded is null && !VendoredName.HasHash(library))) return null;
        Finding finding = Cause(failed, $"`{PosixPath.Name(library)}`, which came with `{owner.Name}`, has been removed", load.Requester);
        if (recorded is not null) finding = finding with { Notes = [.. finding.Notes, $"RECORD of {owner.Name} {owner.Version} lists it as {recorded}"] };
        return finding with { Remedies = [new Remedy.Reinstall(owner.Name, owner.Version)] };
    }
}
