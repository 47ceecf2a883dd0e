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
        IEnumerable<string?> places = [failed.Load?.Requester, failed.Load?.Culprit, failed.Load?.Opened, .. failed.Missing?.NearMisses ?? [], failed.LastFile];
        UserSiteHiding? hiding = context.UserSiteHidings.FirstOrDefault(candidate =>
            places.Any(place => place is not null && (place == candidate.SeenPath || place.StartsWith(candidate.SeenPath + "/", StringComparison.Ordinal))));
        if (hiding is null) return null;
        Finding finding = Cause(failed, Title(hiding), hiding.SeenPath);
        return finding with { Notes = [.. finding.Notes, Hidden(hiding)], Remedies = Cure(hiding) };
    }

    /// <inheritdoc/>
    public override IEnumerable<Finding> Observe(RuleContext context) =>
        context.UserSiteHidings.Where(hiding => context.IsInScope(hiding.Seen)).DistinctBy(hiding => hiding.Seen?.MetadataPath ?? hiding.SeenPath).Select(hiding => new Finding
        {
            Code = Info.Code,
            Severity = hiding.Seen is { } seen && seen.Version == hiding.Hidden?.Version ? Severity.Note : Severity.Warning,
            Title = Title(hiding),
            Path = hiding.SeenPath,
            Notes = [Hidden(hiding)],
            Remedies = Cure(hiding),
            Sources = Sources,
        });

    private static string Title(UserSiteHiding hiding) => (hiding.Seen, hiding.Hidden) switch
    {
        ({ } seen, { } hidden) when seen.Version == hidden.Version => $"`{seen.Name} {seen.Version}` of the user site hides the same version of the environment",
        ({ } seen, { } hidden) => $"`{seen.Name} {seen.Version}` of the user site hides {hidden.Version} of the environment",
        (null, { } hidden) => $"a folder `{hiding.Module}` of the user site, which no package claims, hides `{hidden.Name} {hidden.Version}` of the environment",
        _ => $"`{hiding.Module}` of the user site hides the one of the environment",
    };

    private static string Hidden(UserSiteHiding hiding) => $"hidden: {hiding.HiddenPath}";

    private static ImmutableArray<Remedy> Cure(UserSiteHiding hiding) =>
    [
        new Remedy.SetVariable("PYTHONNOUSERSITE", "1", "leaves the user site out"),
        hiding.Seen is { } seen ? new Remedy.Uninstall(seen.Name, seen.Location) : new Remedy.Delete(hiding.SeenPath, "no installed package claims it"),
    ];
}
