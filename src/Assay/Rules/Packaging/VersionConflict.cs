using System.Collections.Immutable;
using Assay.Diagnostics;
using Assay.Environments;

namespace Assay.Rules;

/// <summary>What is installed does not meet what an installed package declares.</summary>
public sealed class VersionConflict : CauseRule
{
    /// <inheritdoc/>
    public override RuleInfo Info { get; } = new("A501", "version-conflict", nameof(VersionConflict), "an installed version lies outside the range that another package declares");

    /// <inheritdoc/>
    public override Closeness Closeness => Closeness.Family;

    /// <inheritdoc/>
    public override ImmutableArray<string> Sources { get; } =
    [
        "https://packaging.python.org/en/latest/specifications/version-specifiers/",
        "https://pip.pypa.io/en/stable/cli/pip_check/",
        "https://github.com/raphaelvallat/yasa/issues/91",
    ];

    /// <inheritdoc/>
    public override Finding? Explain(FailedImport failed, RuleContext context)
    {
        if (failed.Load is not null || context.Conflicts.IsEmpty) return null;
        // The importer's owner declares a range, and the other end of the failing statement is what breaks it.
        InstalledDistribution? importer = context.OwnerOf(failed.LastFile);
        HashSet<string> chain = [.. failed.Chain.Select(module => context.ProviderOf(module)?.NormalizedName).OfType<string>()];
        string? wanted = failed.Missing is { } missing ? context.ProviderOf(missing.Name)?.NormalizedName : null;
        UnmetRequirement? conflict = context.Conflicts.FirstOrDefault(candidate =>
            candidate.Found is not null
            && (wanted is not null ? candidate.RequiredName == wanted && chain.Contains(candidate.Distribution.NormalizedName)
                : candidate.Distribution.NormalizedName == importer?.NormalizedName));
        return conflict is null ? null : Cause(failed, Title(conflict), failed.LastFile) with { Remedies = Cure(conflict) };
    }

    /// <inheritdoc/>
    public override IEnumerable<Finding> Observe(RuleContext context) => context.Conflicts.Where(conflict => context.IsInScope(conflict.Distribution) && !IsLeftOutByDebian(conflict) && !TorchFamily.IsInside(conflict)).Select(conflict => new Finding
    {
        Code = Info.Code,
        Severity = conflict.Found is null ? Severity.Note : Severity.Warning,
        Title = Title(conflict),
        Path = conflict.Distribution.MetadataPath,
        Remedies = Cure(conflict),
        Sources = Sources,
    });

    // What Debian packages need is what dpkg says: its maintainers split packages and leave optional parts of a requirement out.
    private static bool IsLeftOutByDebian(UnmetRequirement conflict) =>
        conflict.Found is null && conflict.Distribution.Location.StartsWith("/usr/lib/python3/", StringComparison.Ordinal);

    private static string Title(UnmetRequirement conflict) => conflict.Found is { Version: var version }
        ? $"`{conflict.Distribution.Name} {conflict.Distribution.Version}` declares `{conflict.Requirement}`, installed is {version}"
        : $"`{conflict.Distribution.Name} {conflict.Distribution.Version}` declares `{conflict.Requirement}`, which is not installed";

    private static ImmutableArray<Remedy> Cure(UnmetRequirement conflict) => [new Remedy.Install(conflict.Requirement.Split(';')[0].Trim())];
}
