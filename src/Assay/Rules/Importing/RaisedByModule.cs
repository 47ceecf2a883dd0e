using System.Collections.Immutable;
using Assay.Diagnostics;
using Assay.Imports;

namespace Assay.Rules;

/// <summary>A module ends its own import: it raises, or its code ends the process.</summary>
public sealed class RaisedByModule : CauseRule
{
    /// <inheritdoc/>
    public override RuleInfo Info { get; } = new("A605", "raised-by-module", nameof(RaisedByModule), "a module raises an exception while it is imported");

    /// <inheritdoc/>
    public override Closeness Closeness => Closeness.Outcome;

    /// <inheritdoc/>
    public override ImmutableArray<string> Sources { get; } = ["https://docs.python.org/3/reference/simple_stmts.html#the-import-statement"];

    /// <inheritdoc/>
    public override Finding? Explain(FailedImport failed, RuleContext context)
    {
        string module = failed.Chain.IsEmpty ? failed.Import : failed.Chain[^1];
        ImmutableArray<Remedy> own = ReinstallOwner(context, failed.LastFile);
        if (failed.Walk.Crash is { } crash)
            return Cause(failed, $"the process ends while `{module}` is imported: {crash.Reason}") with { Remedies = own };
        if (failed.Deciding?.Origin is RefusedSource source)
            return Cause(failed, source.Line > 0 ? $"{Quoted(source.File)} is no Python from line {source.Line} on" : $"{Quoted(source.File)} is no Python", source.File) with { Remedies = ReinstallOwner(context, source.File) };
        return failed.Deciding is { } raised
            ? Cause(failed, $"`{module}` raises {raised.TypeName} while it is imported", failed.LastFile) with { Remedies = [new Remedy.Advise("read its message: another release of the package, or of Python, is the usual way out")] }
            : Cause(failed, $"`{failed.Import}` cannot be imported");
    }
}
