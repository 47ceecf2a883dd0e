using System.Collections.Immutable;
using Assay.Diagnostics;
using Assay.Environments;
using Assay.Loading;

namespace Assay.Rules;

/// <summary>Two installers, or two installations, own one package in one environment.</summary>
public sealed class MixedInstallers : CauseRule
{
    /// <inheritdoc/>
    public override RuleInfo Info { get; } = new("A510", "mixed-installers", nameof(MixedInstallers), "a package is installed twice in one environment: by two installers, or in two versions");

    /// <inheritdoc/>
    public override Closeness Closeness => Closeness.Damage;

    /// <inheritdoc/>
    public override ImmutableArray<string> Sources { get; } =
    [
        "https://docs.conda.io/projects/conda/en/stable/user-guide/tasks/manage-environments.html (using pip in an environment)",
        "https://packaging.python.org/en/latest/specifications/recording-installed-packages/",
        "https://github.com/spyder-ide/spyder/issues/25516",
        "https://github.com/numpy/numpy/issues/9670",
        "https://github.com/numpy/numpy/issues/14796",
    ];

    /// <inheritdoc/>
    public override Finding? Explain(FailedImport failed, RuleContext context)
    {
        // A library that is nowhere, or a file for another machine, has other reasons than a second installation.
        if (failed.Load is not null and not { Kind: LoadFailureKind.UndefinedSymbol or LoadFailureKind.MissingInitFunction }) return null;
        if (failed.Missing is { } missing && !missing.Name.Contains('.', StringComparison.Ordinal)) return null;
        string module = failed.Missing?.Name ?? failed.Chain.LastOrDefault(failed.Import);
        if (context.ProviderOf(module)?.NormalizedName is not { } name || Mixtures(context).FirstOrDefault(each => each.Name == name && each.SharesFiles) is not { } mixture) return null;
        return Cause(failed, mixture.Title, mixture.Path) with { Steps = mixture.Steps, Remedies = mixture.Cure };
    }

    /// <inheritdoc/>
    public override IEnumerable<Finding> Observe(RuleContext context) => Mixtures(context)
        .Where(mixture => context.Scope?.Contains(mixture.Name) ?? true)
        .Select(mixture => new Finding
        {
            Code = Info.Code,
            Severity = mixture.SharesFiles || mixture.IsWanted ? Severity.Warning : Severity.Note,
            Title = mixture.Title,
            Path = mixture.Path,
            Steps = mixture.Steps,
            Remedies = mixture.Cure,
            Sources = Sources,
        });

    private static IEnumerable<Mixture> Mixtures(RuleContext context) => [.. OverConda(context), .. Twice(context), .. OverDebian(context)];

    private static IEnumerable<Mixture> OverConda(RuleContext context) => context.Ownership.OverConda.Select(overlap => new Mixture(
        overlap.Distribution.NormalizedName,
        $"{overlap.Distribution.Installer} installed `{overlap.Distribution.Name} {overlap.Distribution.Version}` over conda's `{overlap.Package.Name} {overlap.Package.Version}`: {Files(overlap.SharedFiles)} to both",
        overlap.Distribution.MetadataPath)
    {
        SharesFiles = true,
        Steps = [$"claimed by: {overlap.Distribution.MetadataPath}", $"claimed by: {overlap.Package.MetadataPath}"],
        Cure = [new Remedy.ReturnToConda(overlap.Distribution.Name, overlap.Package.Name, overlap.Package.Version)],
    });

    // Where conda is one of the two, the finding above has told it. One version in two notations (an .egg-info beside a .dist-info, as Debian has it) mixes nothing.
    private static IEnumerable<Mixture> Twice(RuleContext context) => context.Environment.Distributions
        .Where(distribution => !context.Ownership.OverConda.Any(overlap => overlap.Distribution.NormalizedName == distribution.NormalizedName))
        .GroupBy(distribution => (distribution.Location, distribution.NormalizedName))
        .Where(group => group.Select(distribution => distribution.Version).Distinct(StringComparer.Ordinal).Count() > 1)
        .Select(group =>
        {
            InstalledDistribution[] copies = [.. group];
            InstalledDistribution kept = Kept(copies, context);
            return new Mixture(group.Key.NormalizedName, $"`{kept.Name}` is installed {Times(copies.Length)} in one directory: {string.Join(" and ", copies.Select(copy => copy.Version))}", group.Key.Location)
            {
                SharesFiles = true,
                Steps = [.. copies.Select(copy => $"found: {copy.MetadataPath}{(copy.Installer is null ? "" : $" (installed by {copy.Installer})")}")],
                Cure = [new Remedy.InstallAfresh(kept.Name, kept.Version.Length == 0 ? null : kept.Version, copies.Length)],
            };
        });

    // The files show which one came last: it has overwritten the other.
    private static InstalledDistribution Kept(InstalledDistribution[] copies, RuleContext context) =>
        copies.OrderBy(copy => context.Ownership.Changed.FirstOrDefault(changed => changed.Distribution.MetadataPath == copy.MetadataPath)?.Files.Length ?? 0)
            .ThenBy(copy => context.RecordOf(copy)?.MissingFiles.Length ?? 0)
            .ThenByDescending(copy => copy.RecordedFiles.Value.Length)
            .First();

    private static IEnumerable<Mixture> OverDebian(RuleContext context)
    {
        if (context.Environment.Kind != EnvironmentKind.Debian) yield break;
        foreach (InstalledDistribution local in context.Environment.Distributions.Where(distribution => distribution.Location.StartsWith("/usr/local/", StringComparison.Ordinal)))
        {
            InstalledDistribution? packaged = context.Environment.Distributions.FirstOrDefault(other => other.NormalizedName == local.NormalizedName && IsDebians(other));
            if (packaged is null || packaged.Version == local.Version) continue;
            string[] dependents = [.. context.Environment.Distributions.Where(other => IsDebians(other) && other.Requirements.Any(requirement => Names(requirement, local.NormalizedName))).Select(other => other.Name).Take(4)];
            yield return new Mixture(local.NormalizedName, $"`{local.Name} {local.Version}` in /usr/local hides Debian's {packaged.Version}", local.MetadataPath)
            {
                IsWanted = dependents.Length > 0,
                Steps = [$"hidden: {packaged.MetadataPath}", .. dependents.Length == 0 ? (ImmutableArray<string>)[] : [$"wanted by packages of Debian: {string.Join(", ", dependents)}"]],
                Cure = [new Remedy.Uninstall(local.Name, local.Location)],
            };
        }
    }

    private static bool IsDebians(InstalledDistribution distribution) => distribution.Location.StartsWith("/usr/lib/python3", StringComparison.Ordinal);

    private static bool Names(string requirement, string name) =>
        Packaging.Requirement.TryParse(requirement.Trim(), out Packaging.Requirement? read) && read.NormalizedName == name && (read.Marker is null || !requirement.Contains("extra", StringComparison.Ordinal));

    private static string Files(int count) => count == 1 ? "1 file belongs" : $"{count} files belong";

    private static string Times(int count) => count == 2 ? "twice" : $"{count} times";

    private sealed record Mixture(string Name, string Title, string Path)
    {
        public bool SharesFiles { get; init; }

        public bool IsWanted { get; init; }

        public ImmutableArray<string> Steps { get; init; } = [];

        public ImmutableArray<Remedy> Cure { get; init; } = [];
    }
}
