using System.Collections.Immutable;
using Assay.Diagnostics;
using Assay.Imports;

namespace Assay.Rules;

/// <summary>A package of which only leftovers remain; Python takes them for a namespace package and finds it empty.</summary>
public sealed class HalfRemovedPackage : CauseRule
{
    /// <inheritdoc/>
    public override RuleInfo Info { get; } = new("A506", "half-removed-package", nameof(HalfRemovedPackage), "only leftovers of a package remain, and Python takes them for an empty package");

    /// <inheritdoc/>
    public override Closeness Closeness => Closeness.Damage;

    /// <inheritdoc/>
    public override ImmutableArray<string> Sources { get; } =
    [
        "https://peps.python.org/pep-0420/ (a directory without __init__ is a namespace package)",
        "https://github.com/scipy/scipy/issues/17185",
    ];

    /// <inheritdoc/>
    public override Finding? Explain(FailedImport failed, RuleContext context)
    {
        string? text = failed.Deciding?.Message;
        if (failed.Load is not null || text is null) return null;
        ImportStep? hollow = failed.Walk.Steps.FirstOrDefault(step =>
            step.Kind == ModuleKind.Namespace && !step.Module.Contains('.', StringComparison.Ordinal)
            && (text.Contains($"'{step.Module}'", StringComparison.Ordinal) || text.Contains($"'{step.Module}.", StringComparison.Ordinal)));
        if (hollow is null) return null;
        string name = context.ProviderOf(hollow.Module)?.Name ?? ModuleNames.DistributionFor(hollow.Module);
        string? folder = failed.Missing?.NearMisses.FirstOrDefault();
        ImmutableArray<Remedy> cure = context.ProviderOf(hollow.Module) is { } provider ? [new Remedy.Reinstall(provider.Name, provider.Version)] : [new Remedy.Install(name)];
        return Cause(failed, $"only leftovers of `{hollow.Module}` remain: its folder has no `__init__.py`", folder ?? failed.LastFile) with { Remedies = cure };
    }
}
