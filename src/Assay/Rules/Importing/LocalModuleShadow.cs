using System.Collections.Immutable;
using Assay.Diagnostics;
using Assay.Primitives;

namespace Assay.Rules;

/// <summary>A file of the user's own that is imported in place of an installed or standard module of the same name.</summary>
public sealed class LocalModuleShadow : CauseRule
{
    /// <inheritdoc/>
    public override RuleInfo Info { get; } = new("A602", "local-module-shadow", nameof(LocalModuleShadow), "a file in the working directory is imported in place of a module of the same name");

    /// <inheritdoc/>
    public override Closeness Closeness => Closeness.Displacement;

    /// <inheritdoc/>
    public override ImmutableArray<string> Sources { get; } =
    [
        "https://docs.python.org/3/library/sys_path_init.html (the first entry is the working directory or the script's)",
        "https://github.com/numpy/numpy/issues/24136",
    ];

    /// <inheritdoc/>
    public override Finding? Explain(FailedImport failed, RuleContext context)
    {
        LocalShadow? shadow = context.Shadows.FirstOrDefault(candidate => IsBehind(candidate, failed));
        if (shadow is null) return null;
        Finding finding = Cause(failed, Title(shadow), shadow.Path);
        return finding with { Evidence = [], Steps = [], Remedies = Cure(shadow) };
    }

    /// <inheritdoc/>
    public override IEnumerable<Finding> Observe(RuleContext context) =>
        context.Shadows.Where(shadow => !context.Failures.Any(failed => IsBehind(shadow, failed))).Select(shadow => new Finding
        {
            Code = Info.Code,
            Severity = Severity.Warning,
            Title = Title(shadow),
            Path = shadow.Path,
            Remedies = Cure(shadow),
            Sources = Sources,
        });

    private static string Title(LocalShadow shadow) => $"`{PosixPath.Name(shadow.Path)}` in the working directory hides {shadow.Hidden}";

    private static ImmutableArray<Remedy> Cure(LocalShadow shadow) =>
        [new Remedy.Rename(shadow.Path), new Remedy.SetVariable("PYTHONSAFEPATH", "1", "keeps the working directory off sys.path (Python 3.11 and later)")];

    private static bool IsBehind(LocalShadow shadow, FailedImport failed)
    {
        if (!failed.Walk.Steps.Any(step => step.Module == shadow.Module && step.File is { } file && (file == shadow.Path || file.StartsWith(shadow.Path + "/", StringComparison.Ordinal)))) return false;
        if (failed.Chain.Contains(shadow.Module)) return true;
        string text = failed.Deciding?.Message ?? "";
        return text.Contains($"'{shadow.Module}'", StringComparison.Ordinal) || text.Contains($"'{shadow.Module}.", StringComparison.Ordinal) || text.Contains(shadow.Path, StringComparison.Ordinal);
    }
}
