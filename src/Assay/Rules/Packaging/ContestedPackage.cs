using System.Collections.Immutable;
using Assay.Diagnostics;
using Assay.Environments;
using Assay.Loading;
using Assay.Primitives;

namespace Assay.Rules;

/// <summary>Several distributions own the same files, and each has put its own content into them.</summary>
public sealed class ContestedPackage : CauseRule
{
    private const int Shown = 5;

    /// <inheritdoc/>
    public override RuleInfo Info { get; } = new("A512", "contested-package", nameof(ContestedPackage), "several distributions own the same files, and the one installed last has overwritten the others");

    /// <inheritdoc/>
    public override Closeness Closeness => Closeness.Damage;

    /// <inheritdoc/>
    public override ImmutableArray<string> Sources { get; } =
    [
        "https://github.com/opencv/opencv-python#installation-and-usage (four packages, install one only)",
        "https://github.com/opencv/opencv-python/issues/591",
        "https://github.com/opencv/opencv-python/issues/160",
        "https://packaging.python.org/en/latest/specifications/recording-installed-packages/#the-record-file",
    ];

    /// <inheritdoc/>
    public override Finding? Explain(FailedImport failed, RuleContext context)
    {
        // A library that is missing is missing for each of the owners.
        if (failed.Load is not null and not { Kind: LoadFailureKind.UndefinedSymbol or LoadFailureKind.MissingInitFunction }) return null;
        if (failed.Missing is { } missing && !missing.Name.Contains('.', StringComparison.Ordinal)) return null;
        string top = (failed.Missing?.Name ?? failed.Chain.LastOrDefault(failed.Import)).Split('.')[0];
        ContestedFiles? contested = context.Ownership.Contested.FirstOrDefault(each => IsSerious(each) && each.Files.Any(file => PackageOf(file) == top));
        return contested is null ? null : Cause(failed, Title(contested), Place(contested)) with { Steps = Lines(contested), Remedies = Cure(contested) };
    }

    /// <inheritdoc/>
    public override IEnumerable<Finding> Observe(RuleContext context) => context.Ownership.Contested
        .Where(contested => contested.Owners.Any(context.IsInScope) && !IsHarmless(contested))
        .Select(contested => new Finding
        {
            Code = Info.Code,
            Severity = IsSerious(contested) ? Severity.Warning : Severity.Note,
            Title = Title(contested),
            Path = Place(contested),
            Steps = Lines(contested),
            Remedies = Cure(contested),
            Sources = Sources,
        });

    // An __init__.py that several parts of one namespace bring differs in a comment; folders of tests that nobody meant to install collide all the time.
    private static bool IsSerious(ContestedFiles contested) => RivalFamilies.Of(contested.Owners) is not null || contested.Files.Any(file => PosixPath.Name(file) != "__init__.py" && !IsAside(file));

    private static bool IsHarmless(ContestedFiles contested) => RivalFamilies.Of(contested.Owners) is null && contested.Files.All(IsAside);

    private static bool IsAside(string file) => PackageOf(file) is "test" or "tests" or "testing" or "docs" or "doc" or "examples" or "example" or "scripts" or "tools" or "benchmarks" || file.Split('/')[^1] is "setup.py" or "conftest.py";

    private static string PackageOf(string file) => file.Split('/')[0].Split('.')[0];

    private static string Place(ContestedFiles contested) => PosixPath.Join(contested.Owners[0].Location, contested.Files[0]);

    private static string Title(ContestedFiles contested)
    {
        string owners = string.Join(" and ", contested.Owners.Select(owner => $"`{owner.Name} {owner.Version}`"));
        string files = contested.Files.Length == 1 ? $"{Quoted(contested.Files[0])} belongs" : $"{contested.Files.Length} files of `{PackageOf(contested.Files[0])}` belong";
        return $"{files} to {owners}, and {(contested.Owners.Length == 2 ? "each" : "every one")} has its own";
    }

    private static ImmutableArray<string> Lines(ContestedFiles contested) =>
    [
        .. contested.Files.Take(Shown).Select(file => $"contested: {file}"),
        .. contested.Files.Length > Shown ? (ImmutableArray<string>)[$"and {contested.Files.Length - Shown} more"] : [],
    ];

    private static ImmutableArray<Remedy> Cure(ContestedFiles contested)
    {
        InstalledDistribution? kept = RivalFamilies.Of(contested.Owners) is { } family ? family.Kept(contested.Owners) : null;
        return kept is null
            ? [new Remedy.Advise($"remove all but one of {string.Join(", ", contested.Owners.Select(owner => owner.Name))}, and install that one again")]
            : [new Remedy.KeepOne(string.Join(' ', contested.Owners.Select(owner => owner.Name)), kept.Name)];
    }
}
