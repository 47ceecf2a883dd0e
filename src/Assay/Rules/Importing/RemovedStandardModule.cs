using System.Collections.Immutable;
using Assay.Diagnostics;

namespace Assay.Rules;

/// <summary>A module that newer Pythons no longer have, or that older ones do not have yet.</summary>
public sealed class RemovedStandardModule : CauseRule
{
    /// <inheritdoc/>
    public override RuleInfo Info { get; } = new("A606", "removed-standard-module", nameof(RemovedStandardModule), "a package uses a standard module that this version of Python does not have");

    /// <inheritdoc/>
    public override Closeness Closeness => Closeness.Family;

    /// <inheritdoc/>
    public override ImmutableArray<string> Sources { get; } =
    [
        "https://docs.python.org/3/whatsnew/3.12.html#removed",
        "https://peps.python.org/pep-0594/ (modules removed in 3.13)",
        "https://setuptools.pypa.io/en/latest/deprecated/distutils-legacy.html",
    ];

    /// <inheritdoc/>
    public override Finding? Explain(FailedImport failed, RuleContext context)
    {
        if (failed.Missing is not { } missing || context.ProviderOf(missing.Name) is not null) return null;
        int minor = context.Environment.Version.Minor;
        string top = missing.Name.Split('.')[0];
        string? title = StandardLibrary.RemovedIn(top) is { } removed && minor >= removed ? $"`{top}` was removed from Python 3.{removed}, this is {context.Environment.Version}"
            : StandardLibrary.AddedIn(top) is { } added && minor < added ? $"`{top}` came with Python 3.{added}, this is {context.Environment.Version}"
            : null;
        if (title is null) return null;
        ImmutableArray<Remedy> newer = context.OwnerOf(failed.LastFile) is { } owner ? [new Remedy.Install($"{owner.Name}>{owner.Version}")] : [];
        ImmutableArray<Remedy> standIn = top == "distutils" ? [new Remedy.Install("setuptools")] : [];
        return Cause(failed, title, failed.LastFile) with { Remedies = [.. standIn, .. newer, new Remedy.Advise("or use a Python that has the module")] };
    }
}
