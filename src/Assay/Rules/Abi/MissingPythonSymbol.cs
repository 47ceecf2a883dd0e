using System.Collections.Immutable;
using Assay.Diagnostics;
using Assay.Loading;

namespace Assay.Rules;

/// <summary>An extension wants a function of Python that this very Python does not have.</summary>
public sealed class MissingPythonSymbol : CauseRule
{
    /// <inheritdoc/>
    public override RuleInfo Info { get; } = new("A304", "missing-python-symbol", nameof(MissingPythonSymbol), "an extension uses a function of Python that this interpreter does not have");

    /// <inheritdoc/>
    public override Closeness Closeness => Closeness.Family;

    /// <inheritdoc/>
    public override ImmutableArray<string> Sources { get; } =
    [
        "https://docs.python.org/3/c-api/stable.html",
        "https://github.com/python/cpython/issues/108525 (a standard library newer than its interpreter)",
    ];

    /// <inheritdoc/>
    public override Finding? Explain(FailedImport failed, RuleContext context)
    {
        if (failed.Load is not { Kind: LoadFailureKind.UndefinedSymbol, Symbol: { } symbol } load || !PythonName.IsOne(symbol, context.Target.Os)) return null;
        string file = load.Culprit ?? load.Requester ?? load.Opened;
        Finding finding = Cause(failed, $"{Quoted(file)} uses `{symbol}`, which this Python {context.Environment.Version} does not have", file);
        ImmutableArray<Remedy> own = ReinstallOwner(context, file);
        return finding with
        {
            Remedies = own.IsEmpty
                ? [new Remedy.Advise("the interpreter and its standard library are of different releases: install Python again, and look whether `PYTHONHOME` is set")]
                : [.. own, new Remedy.Advise("if a fresh copy fails too, the wheel was built for another Python than its name says")],
        };
    }
}
