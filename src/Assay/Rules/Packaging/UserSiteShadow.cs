using System.Collections.Immutable;
using Assay.Diagnostics;

namespace Assay.Rules;

/// <summary>A package in the user's own site directory hides the one of the environment.</summary>
public sealed class UserSiteShadow : CauseRule
{
    /// <inheritdoc/>
    public override RuleInfo Info { get; } = new("A502", "user-site-shadow", nameof(UserSiteShadow), "a package in the user's site directory hides the one of the environment");

    /// <inheritdoc/>
    public override Closeness Closeness => Closeness.Displacement;

    /// <inheritdoc/>
    public override ImmutableArray<string> Sources { get; } =
    [
        "https://docs.python.org/3/library/site.html#site.ENABLE_USER_SITE",
        "https://peps.python.org/pep-0370/",
        "https://github.com/conda/conda/issues/448",
    ];

    /// <inheritdoc/>
    public override Finding? Explain(FailedImport failed, RuleContext context)
    {
        if (context.Environment.UserSite is not { } userSite) return null;
        IEnumerable<string?> places = [failed.Load?.Requester, failed.Load?.Culprit, failed.Load?.Opened, .. failed.Missing?.NearMisses ?? [], failed.LastFile];
        ShadowedDistribution? shadow = places.Where(place => place?.StartsWith(userSite + "/", StringComparison.Ordinal) == true)
            .Select(place => context.OwnerOf(place))
            .Select(owner => context.Duplicates.FirstOrDefault(pair => pair.Seen.MetadataPath == owner?.MetadataPath))
            .FirstOrDefault(pair => pair is not null);
        if (shadow is null) return null;
        Finding finding = Cause(failed, Title(shadow), shadow.Seen.MetadataPath);
        return finding with { Notes = [.. finding.Notes, $"hidden: {shadow.Hidden.Name} {shadow.Hidden.Version} in {shadow.Hidden.Location}"], Remedies = Cure(shadow) };
    }

    /// <inheritdoc/>
    public override IEnumerable<Finding> Observe(RuleContext context) => context.Duplicates.Select(shadow => new Finding
    {
        Code = Info.Code,
        Severity = shadow.Seen.Version == shadow.Hidden.Version ? Severity.Note : Severity.Warning,
        Title = Title(shadow),
        Path = shadow.Seen.MetadataPath,
        Notes = [$"hidden: {shadow.Hidden.Name} {shadow.Hidden.Version} in {shadow.Hidden.Location}"],
        Remedies = Cure(shadow),
        Sources = Sources,
    });

    private static string Title(ShadowedDistribution shadow) => shadow.Seen.Version == shadow.Hidden.Version
        ? $"`{shadow.Seen.Name} {shadow.Seen.Version}` of the user site hides the same version of the environment"
        : $"`{shadow.Seen.Name} {shadow.Seen.Version}` of the user site hides {shadow.Hidden.Version} of the environment";

    private static ImmutableArray<Remedy> Cure(ShadowedDistribution shadow) =>
        [new Remedy.SetVariable("PYTHONNOUSERSITE", "1", "leaves the user site out"), new Remedy.Uninstall(shadow.Seen.Name, shadow.Seen.Location)];
}
