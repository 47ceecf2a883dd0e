using System.Collections.Immutable;
using Assay.Diagnostics;
using Assay.Loading;

namespace Assay.Rules;

/// <summary>A symbol that nothing in the process offers.</summary>
public sealed class UndefinedSymbol : CauseRule
{
    /// <inheritdoc/>
    public override RuleInfo Info { get; } = new("A305", "undefined-symbol", nameof(UndefinedSymbol), "a binary uses a symbol that no loaded library offers");

    /// <inheritdoc/>
    public override ImmutableArray<string> Sources { get; } =
    [
        "https://refspecs.linuxfoundation.org/elf/gabi4+/ch5.dynamic.html (shared object dependencies)",
        "https://github.com/pytorch/pytorch/issues/123097",
    ];

    /// <inheritdoc/>
    public override Finding? Explain(FailedImport failed, RuleContext context)
    {
        if (failed.Load is not { Kind: LoadFailureKind.UndefinedSymbol, Symbol: { } symbol } load) return null;
        string file = load.Culprit ?? load.Requester ?? load.Opened;
        Finding finding = Cause(failed, $"{Quoted(file)} uses `{symbol}`, which no loaded library offers", file);
        if (load.Version is { } version) finding = finding with { Notes = [.. finding.Notes, $"it wants it under version {version}"] };
        return finding with { Remedies = [.. ReinstallOwner(context, file), new Remedy.Advise("packages that share libraries must come from one release: install the whole family again together")] };
    }
}
