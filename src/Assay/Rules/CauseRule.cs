using System.Collections.Immutable;
using Assay.Diagnostics;
using Assay.Loading;
using Assay.Primitives;

namespace Assay.Rules;

/// <summary>A rule that explains why an asked import does not work.</summary>
public abstract class CauseRule : Rule
{
    /// <summary>How close it comes to the cause.</summary>
    public virtual Closeness Closeness => Closeness.Kind;

    /// <summary>Explains one failed import.</summary>
    /// <param name="failed">The import.</param>
    /// <param name="context">The facts.</param>
    /// <returns>The finding, or null when this is not the cause.</returns>
    public abstract Finding? Explain(FailedImport failed, RuleContext context);

    /// <inheritdoc/>
    public sealed override IEnumerable<Finding> Examine(RuleContext context)
    {
        foreach (FailedImport failed in context.Failures)
            if (Explain(failed, context) is { } finding) yield return finding;
        foreach (Finding finding in Observe(context)) yield return finding;
    }

    /// <summary>What it sees in the environment beside the failed imports: warnings and notes; an error only where a wheel by itself was asked about.</summary>
    /// <param name="context">The facts.</param>
    public virtual IEnumerable<Finding> Observe(RuleContext context) => [];

    /// <summary>A finding with everything that every explanation carries: the chain, the evidence, the search and what a wrapper's text hides.</summary>
    /// <param name="failed">The import it explains.</param>
    /// <param name="title">The title.</param>
    /// <param name="path">The file or directory it is about; by default the file the failure is in.</param>
    protected Finding Cause(FailedImport failed, string title, string? path = null)
    {
        ArgumentNullException.ThrowIfNull(failed);
        LoadFailure? load = failed.Load;
        return new Finding
        {
            Code = Info.Code,
            Severity = Severity.Error,
            Title = title,
            Path = Tidy(path ?? load?.Culprit ?? load?.Requester ?? load?.Opened ?? failed.LastFile),
            Import = failed.Import,
            Chain = failed.Chain,
            Evidence = load is null ? [] : [.. load.Evidence.Select(evidence => evidence with { Path = Tidy(evidence.Path)! })],
            Steps = load is null ? [] : [.. load.Steps.Select(Describe)],
            Notes = [.. PythonText.Behind(failed)],
            Sources = Sources,
        };
    }

    /// <summary>One search step as a line.</summary>
    /// <param name="step">The step.</param>
    protected static string Describe(SearchStep step)
    {
        ArgumentNullException.ThrowIfNull(step);
        return step.Path is null ? $"skipped: {step.Origin} ({step.Reason})" : $"tried: {step.Path} ({step.Reason}; {step.Origin})";
    }

    /// <summary>The remedy of putting back the distribution that owns a file; none when nobody owns it.</summary>
    /// <param name="context">The facts.</param>
    /// <param name="path">The file.</param>
    protected static ImmutableArray<Remedy> ReinstallOwner(RuleContext context, string? path)
    {
        ArgumentNullException.ThrowIfNull(context);
        return context.OwnerOf(path) is { } owner ? [new Remedy.Reinstall(owner.Name, owner.Version)] : [];
    }

    /// <summary>The remedy of a newer release of what a file belongs to; none when nobody owns it.</summary>
    /// <param name="context">The facts.</param>
    /// <param name="path">The file.</param>
    protected static ImmutableArray<Remedy> UpgradeOwner(RuleContext context, string? path)
    {
        ArgumentNullException.ThrowIfNull(context);
        string? name = context.OwnerOf(path)?.Name ?? context.CondaOwnerOf(path)?.Name;
        return name is null ? [] : [new Remedy.Upgrade(name)];
    }

    /// <summary>A path without the detours that $ORIGIN leaves in it: people look for the file, not for the way to it.</summary>
    /// <param name="path">The path, or null.</param>
    protected static string? Tidy(string? path) => path is null ? null : PosixPath.Normalize(path);

    /// <summary>A file's name in backticks.</summary>
    /// <param name="path">The file.</param>
    protected static string Quoted(string? path) => path is null ? "a file" : $"`{PosixPath.Name(path)}`";
}
