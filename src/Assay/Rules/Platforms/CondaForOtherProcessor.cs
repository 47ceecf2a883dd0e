using System.Collections.Immutable;
using Assay.Diagnostics;
using Assay.Environments;
using Assay.Loading;
using Assay.Primitives;
using Assay.Targets;

namespace Assay.Rules;

/// <summary>A conda environment of macOS with packages for both processors.</summary>
public sealed class CondaForOtherProcessor : CauseRule
{
    private const int MostNames = 12;

    /// <inheritdoc/>
    public override RuleInfo Info { get; } = new("A212", "conda-for-other-processor", nameof(CondaForOtherProcessor), "a conda environment has packages for another processor than its Python");

    /// <inheritdoc/>
    public override Closeness Closeness => Closeness.Family;

    /// <inheritdoc/>
    public override ImmutableArray<string> Sources { get; } =
    [
        "https://docs.conda.io/projects/conda/en/stable/user-guide/configuration/settings.html (subdir, subdirs)",
        "https://github.com/conda/conda/issues/14031",
        "https://github.com/conda/conda/issues/12934",
        "https://github.com/conda/conda/issues/11192",
        "https://github.com/conda-forge/miniforge/issues/165",
    ];

    /// <inheritdoc/>
    public override Finding? Explain(FailedImport failed, RuleContext context)
    {
        if (failed.Load is not { Kind: LoadFailureKind.WrongArchitecture, Culprit: { } file } || Owner(context, file) is not { } package) return null;
        Finding finding = Cause(failed, $"{Quoted(file)} came with the conda package {package.Name} for {package.Subdirectory}, this Python is for {Wanted(context)}", file);
        return finding with { Notes = [.. finding.Notes, .. Settings(context), .. Others(context, package)], Remedies = Cure(context, [package]) };
    }

    /// <inheritdoc/>
    public override IEnumerable<Finding> Observe(RuleContext context)
    {
        if (context.MacOs?.ForeignCondaPackages is not [var first, ..] packages || context.Failures.Any(failed => Explain(failed, context) is not null)) yield break;
        yield return new Finding
        {
            Code = Info.Code,
            Severity = Severity.Warning,
            Title = packages.Length == 1
                ? $"the conda package {first.Name} is for {first.Subdirectory}, this Python is for {Wanted(context)}"
                : $"{packages.Length} conda packages are for {first.Subdirectory}, this Python is for {Wanted(context)}",
            Path = first.MetadataPath,
            Notes = [.. Settings(context), .. Others(context, first)],
            Remedies = Cure(context, packages),
            Sources = Sources,
        };
    }

    private static ForeignCondaPackage? Owner(RuleContext context, string file)
    {
        if (context.MacOs is not { ForeignCondaPackages: { IsEmpty: false } foreign } || context.Environment.Prefix is not { } prefix || !file.StartsWith(prefix + "/", StringComparison.Ordinal)) return null;
        string relative = PosixPath.Normalize(file)[(prefix.Length + 1)..];
        CondaPackage? owner = context.Environment.CondaPackages.FirstOrDefault(package => foreign.Any(one => one.MetadataPath == package.MetadataPath) && package.Details.Value.Files.Contains(relative));
        return foreign.FirstOrDefault(package => package.MetadataPath == owner?.MetadataPath);
    }

    private static string Wanted(RuleContext context) => context.Environment.Architectures.Contains(Architecture.Arm64) ? "osx-arm64" : "osx-64";

    private static IEnumerable<string> Settings(RuleContext context) => context.MacOs!.CondaSettings.Select(setting => $"{setting.Source} asks for packages for {setting.Subdirectory}");

    private static IEnumerable<string> Others(RuleContext context, ForeignCondaPackage shown)
    {
        string[] names = [.. context.MacOs!.ForeignCondaPackages.Where(package => package != shown).Select(package => package.Name)];
        if (names.Length > 0) yield return $"the same holds for {string.Join(", ", names.Take(MostNames))}{(names.Length > MostNames ? $" and {names.Length - MostNames} more" : "")}";
    }

    private static ImmutableArray<Remedy> Cure(RuleContext context, ImmutableArray<ForeignCondaPackage> packages)
    {
        Remedy variable = new Remedy.SetVariable("CONDA_SUBDIR", Wanted(context), "makes conda take packages for this Python");
        return packages.Length > 3
            ? [variable, new Remedy.Recreate("many of its packages are for another processor")]
            : [variable, .. packages.Select(package => new Remedy.Reinstall(package.Name, null))];
    }
}
