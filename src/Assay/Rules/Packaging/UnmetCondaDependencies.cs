using System.Collections.Immutable;
using Assay.Diagnostics;

namespace Assay.Rules;

/// <summary>Packages of a conda prefix declare what the prefix, or the target, does not have.</summary>
public sealed class UnmetCondaDependencies : Rule
{
    private const int Shown = 8;

    /// <inheritdoc/>
    public override RuleInfo Info { get; } = new("A520", "unmet-conda-dependencies", nameof(UnmetCondaDependencies), "a conda package declares what the environment or the system does not have");

    /// <inheritdoc/>
    public override ImmutableArray<string> Sources { get; } =
    [
        "https://docs.conda.io/projects/conda/en/stable/user-guide/concepts/pkg-specs.html",
        "https://github.com/conda/conda (conda/models/version.py: VersionOrder, VersionSpec)",
        "https://docs.conda.io/projects/conda/en/stable/user-guide/tasks/manage-virtual.html",
    ];

    /// <inheritdoc/>
    public override IEnumerable<Finding> Examine(RuleContext context)
    {
        if (context.Scope is not null && context.Failures.IsEmpty) yield break;
        if (About(context, context.Conda.Unmet.Where(unmet => unmet.IsVirtual), "the system") is { } system) yield return system;
        if (About(context, context.Conda.Unmet.Where(unmet => !unmet.IsVirtual), "the environment") is { } rest) yield return rest;
    }

    private Finding? About(RuleContext context, IEnumerable<UnmetCondaDependency> found, string place)
    {
        UnmetCondaDependency[] unmet = [.. found];
        if (unmet.Length == 0) return null;
        UnmetCondaDependency first = unmet[0];
        string title = $"conda's `{first.Package.Name} {first.Package.Version}` declares `{first.Text}`, {(first.Found is null ? "which is not installed" : $"{place} has {first.Found.Split(' ')[0]}")}";
        return new Finding
        {
            Code = Info.Code,
            Severity = Severity.Warning,
            Title = unmet.Length == 1 ? title : $"{title}; {unmet.Length - 1} more of that kind",
            Path = first.Package.MetadataPath,
            Steps = unmet.Length == 1 ? [] : [.. unmet.Take(Shown).Select(Line), .. unmet.Length > Shown ? (ImmutableArray<string>)[$"and {unmet.Length - Shown} more"] : []],
            Remedies = first.IsVirtual
                ? [new Remedy.Advise("make the environment on the system that it is for, or tell conda the system: `CONDA_OVERRIDE_GLIBC`, `CONDA_OVERRIDE_OSX`")]
                : [new Remedy.UpdateConda(string.Join(' ', unmet.Select(each => each.Package.Name).Distinct().Take(Shown)))],
            Sources = Sources,
        };
    }

    private static string Line(UnmetCondaDependency unmet) => $"{unmet.Package.Name} {unmet.Package.Version}: {unmet.Text} ({unmet.Found ?? "not installed"})";
}
