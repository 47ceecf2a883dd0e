using System.Collections.Immutable;
using Assay.Diagnostics;
using Assay.Environments;
using Assay.Loading;

namespace Assay.Rules;

/// <summary>torch, torchvision and torchaudio are of releases, or of builds, that do not go together.</summary>
public sealed class MismatchedTorchFamily : CauseRule
{
    /// <inheritdoc/>
    public override RuleInfo Info { get; } = new("A513", "mismatched-torch-family", nameof(MismatchedTorchFamily), "torchvision or torchaudio was built for another release or build of torch");

    /// <inheritdoc/>
    public override Closeness Closeness => Closeness.Damage;

    /// <inheritdoc/>
    public override ImmutableArray<string> Sources { get; } =
    [
        "https://github.com/pytorch/vision#installation (compatible releases)",
        "https://pytorch.org/audio/stable/installation.html (compatible releases)",
        "https://github.com/pytorch/vision/issues/8289",
        "https://github.com/pytorch/vision/issues/9174",
        "https://github.com/pytorch/pytorch/issues/157648",
    ];

    /// <inheritdoc/>
    public override Finding? Explain(FailedImport failed, RuleContext context)
    {
        // What a file for another machine or a library of the system lacks has other reasons.
        if (failed.Load is not null and not { Kind: LoadFailureKind.UndefinedSymbol or LoadFailureKind.MissingLibrary }) return null;
        if (failed.Load is { Kind: LoadFailureKind.MissingLibrary } load && !IsOfTorch(load.Library)) return null;
        string top = failed.Chain.LastOrDefault(failed.Import).Split('.')[0];
        return Misfits(context).FirstOrDefault(misfit => misfit.Companion.NormalizedName == top) is { } found
            ? Cause(failed, found.Title, found.Companion.MetadataPath) with { Remedies = found.Cure }
            : null;
    }

    /// <inheritdoc/>
    public override IEnumerable<Finding> Observe(RuleContext context) => Misfits(context)
        .Where(misfit => context.IsInScope(misfit.Companion))
        .Select(misfit => new Finding
        {
            Code = Info.Code,
            Severity = Severity.Warning,
            Title = misfit.Title,
            Path = misfit.Companion.MetadataPath,
            Remedies = misfit.Cure,
            Sources = Sources,
        });

    private static bool IsOfTorch(string? library) => library is not null && (library.StartsWith("libtorch", StringComparison.Ordinal) || library.StartsWith("libc10", StringComparison.Ordinal));

    private static IEnumerable<Misfit> Misfits(RuleContext context)
    {
        if (Named(context, "torch") is not { } torch) yield break;
        foreach (string name in TorchFamily.Companions)
        {
            if (Named(context, name) is not { } companion) continue;
            string? fitting = TorchFamily.Fitting(torch.Version, name), built = TorchFamily.Build(torch.Version), own = TorchFamily.Build(companion.Version);
            UnmetRequirement? declared = context.Conflicts.FirstOrDefault(conflict => TorchFamily.IsInside(conflict) && conflict.Distribution.NormalizedName == name);
            string? title = fitting is not null && TorchFamily.Series(companion.Version) != fitting ? $"`{companion.Name} {companion.Version}` was not built for `torch {torch.Version}`, which goes with {name} {fitting}"
                : declared is not null ? $"`{companion.Name} {companion.Version}` was built for `{declared.Requirement.Trim()}`, installed is {torch.Version}"
                : built is not null && own is not null && built != own ? $"`{companion.Name} {companion.Version}` is built for {own}, `torch {torch.Version}` for {built}"
                : null;
            if (title is not null) yield return new Misfit(companion, title, Cure(context, torch, built));
        }
    }

    private static ImmutableArray<Remedy> Cure(RuleContext context, InstalledDistribution torch, string? build)
    {
        IEnumerable<string> companions = TorchFamily.Companions.Where(name => Named(context, name) is not null)
            .Select(name => TorchFamily.Fitting(torch.Version, name) is { } series ? $"{name}=={series}.*" : name);
        return [new Remedy.InstallTogether(string.Join(' ', companions.Prepend($"torch=={torch.Version}")), TorchFamily.IndexOf(build))];
    }

    private static InstalledDistribution? Named(RuleContext context, string name) => context.Environment.Distributions.FirstOrDefault(distribution => distribution.NormalizedName == name);

    private sealed record Misfit(InstalledDistribution Companion, string Title, ImmutableArray<Remedy> Cure);
}
