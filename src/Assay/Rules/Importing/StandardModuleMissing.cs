using System.Collections.Immutable;
using Assay.Diagnostics;
using Assay.Imports;

namespace Assay.Rules;

/// <summary>A part of the standard library that this Python was built or packaged without.</summary>
public sealed class StandardModuleMissing : CauseRule
{
    /// <inheritdoc/>
    public override RuleInfo Info { get; } = new("A603", "standard-module-missing", nameof(StandardModuleMissing), "this Python was built without a part of its standard library");

    /// <inheritdoc/>
    public override Closeness Closeness => Closeness.Family;

    /// <inheritdoc/>
    public override ImmutableArray<string> Sources { get; } =
    [
        "https://docs.python.org/3/library/sys.html#sys.stdlib_module_names",
        "https://github.com/pyenv/pyenv/wiki#suggested-build-environment",
        "https://github.com/pandas-dev/pandas/issues/27532",
    ];

    /// <inheritdoc/>
    public override Finding? Explain(FailedImport failed, RuleContext context)
    {
        if (failed.Missing is not { } missing || missing.NearMisses.Length > 0 || !IsStandard(missing, context)) return null;
        return Cause(failed, $"this Python has no `{missing.Name}`, a part of its standard library", context.Environment.RealExecutable ?? context.Environment.Executable) with
        {
            Steps = [.. missing.SearchedPaths.Select(path => $"tried: {path} (no module of that name)")],
            Remedies = [new Remedy.RebuildInterpreter(missing.Name.Split('.')[0])],
        };
    }

    private static bool IsStandard(MissingModule missing, RuleContext context) =>
        StandardLibrary.Has(missing.Name, context.Environment.Version, context.Target.Os) && context.ProviderOf(missing.Name) is null;
}
