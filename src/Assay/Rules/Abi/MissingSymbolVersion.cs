using System.Collections.Immutable;
using Assay.Diagnostics;
using Assay.Loading;
using Assay.Primitives;

namespace Assay.Rules;

/// <summary>A library is found and lacks the symbol version that a binary was linked with.</summary>
public sealed class MissingSymbolVersion : CauseRule
{
    /// <inheritdoc/>
    public override RuleInfo Info { get; } = new("A303", "missing-symbol-version", nameof(MissingSymbolVersion), "the library that is found lacks a symbol version that a binary needs");

    /// <inheritdoc/>
    public override ImmutableArray<string> Sources { get; } =
    [
        "https://www.akkadia.org/drepper/symbol-versioning",
        "https://github.com/pytorch/pytorch/issues/111469 (a library of another release comes first on LD_LIBRARY_PATH)",
    ];

    /// <inheritdoc/>
    public override Finding? Explain(FailedImport failed, RuleContext context)
    {
        if (failed.Load is not { Kind: LoadFailureKind.MissingVersion, Version: { } version } load) return null;
        string requester = load.Requester ?? load.Opened;
        string library = load.Culprit ?? load.Library ?? "the library";
        Finding finding = Cause(failed, $"{Quoted(requester)} needs version `{version}` of {Quoted(library)}, which has it not", requester);
        if (!load.OfferedVersions.IsEmpty) finding = finding with { Notes = [.. finding.Notes, $"{PosixPath.Name(library)} offers {string.Join(", ", load.OfferedVersions)}"] };
        SearchStep? found = load.Steps.LastOrDefault(step => step.Outcome is SearchOutcome.Found or SearchOutcome.Reused);
        ImmutableArray<Remedy> unset = found is { Origin: var origin } && origin.StartsWith("LD_LIBRARY_PATH", StringComparison.Ordinal)
            ? [new Remedy.SetVariable("LD_LIBRARY_PATH", null, "lets the library that belongs to the package be found")]
            : [];
        return finding with { Remedies = [.. unset, .. ReinstallOwner(context, requester), .. ReinstallOwner(context, library)] };
    }
}
