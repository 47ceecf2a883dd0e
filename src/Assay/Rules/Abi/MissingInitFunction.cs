using System.Collections.Immutable;
using Assay.Diagnostics;
using Assay.Loading;

namespace Assay.Rules;

/// <summary>A library that loads but has no entry for Python under that name.</summary>
public sealed class MissingInitFunction : CauseRule
{
    /// <inheritdoc/>
    public override RuleInfo Info { get; } = new("A306", "missing-init-function", nameof(MissingInitFunction), "an extension loads but does not offer the function Python starts it with");

    /// <inheritdoc/>
    public override ImmutableArray<string> Sources { get; } =
    [
        "https://docs.python.org/3/extending/building.html (PyInit_modulename)",
        "https://github.com/scipy/scipy/issues/17647",
    ];

    /// <inheritdoc/>
    public override Finding? Explain(FailedImport failed, RuleContext context)
    {
        if (failed.Load is not { Kind: LoadFailureKind.MissingInitFunction } load) return null;
        string symbol = load.Symbol ?? $"PyInit_{load.Module?[(load.Module.LastIndexOf('.') + 1)..]}";
        return Cause(failed, $"{Quoted(load.Opened)} does not offer `{symbol}`", load.Opened) with
        {
            Remedies = [.. ReinstallOwner(context, load.Opened), new Remedy.Advise("an extension cannot be renamed: the function is named after the module it was built as")],
        };
    }
}
