using System.Collections.Immutable;
using Assay.Diagnostics;
using Assay.Environments;

namespace Assay.Rules;

/// <summary>A module that is nowhere on <c>sys.path</c>.</summary>
public sealed class ModuleNotFound : CauseRule
{
    /// <inheritdoc/>
    public override RuleInfo Info { get; } = new("A601", "module-not-found", nameof(ModuleNotFound), "a module is nowhere on sys.path");

    /// <inheritdoc/>
    public override ImmutableArray<string> Sources { get; } =
    [
        "https://docs.python.org/3/reference/import.html#the-path-based-finder",
        "https://packaging.python.org/en/latest/specifications/core-metadata/#requires-dist-multiple-use",
    ];

    /// <inheritdoc/>
    public override Finding? Explain(FailedImport failed, RuleContext context)
    {
        if (failed.Missing is not { } missing) return null;
        string top = missing.Name.Split('.')[0];
        InstalledDistribution? provider = context.ProviderOf(missing.Name);
        Finding finding = Cause(failed, Title(missing.Name, top, provider), failed.LastFile) with
        {
            Steps = [.. missing.SearchedPaths.Select(path => $"tried: {path} (no module of that name)")],
        };
        finding = finding with { Notes = [.. finding.Notes, .. missing.NearMisses.Select(miss => $"not looked at: {miss}")] };
        return finding with { Remedies = Cure(missing.Name, top, provider, missing.Importer, context) };
    }

    private static string Title(string name, string top, InstalledDistribution? provider) =>
        StandardLibrary.OnlyOn(top) is { } system ? $"`{top}` exists only on {PlatformWords.Of(system)}"
        : provider is null ? $"`{name}` is not installed"
        : name == top ? $"`{name}` is missing although `{provider.Name}` is installed"
        : $"`{name}` is not part of the `{provider.Name}` that is installed";

    private static ImmutableArray<Remedy> Cure(string name, string top, InstalledDistribution? provider, string? importer, RuleContext context)
    {
        if (StandardLibrary.OnlyOn(top) is not null) return [new Remedy.Advise($"`{importer ?? name}` is not made for this system: look for a release or a package that is")];
        if (provider is null) return [new Remedy.Install(ModuleNames.DistributionFor(top))];
        return name.Contains('.', StringComparison.Ordinal)
            ? [new Remedy.Reinstall(provider.Name, provider.Version), new Remedy.Install(provider.Name)]
            : [new Remedy.Reinstall(provider.Name, provider.Version)];
    }
}
