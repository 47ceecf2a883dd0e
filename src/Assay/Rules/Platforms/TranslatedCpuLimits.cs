using System.Collections.Immutable;
using Assay.Diagnostics;
using Assay.Environments;
using Assay.Primitives;

namespace Assay.Rules;

/// <summary>Under a Rosetta 2 without AVX: a package whose x86_64 build uses it.</summary>
public sealed class TranslatedCpuLimits : Rule
{
    private static readonly PackedVersion FirstWithAvx = new(15);

    /// <inheritdoc/>
    public override RuleInfo Info { get; } = new("A216", "translated-cpu-limits", nameof(TranslatedCpuLimits), "a package uses AVX, which Rosetta 2 does not translate before macOS 15");

    /// <inheritdoc/>
    public override ImmutableArray<string> Sources { get; } =
    [
        "https://developer.apple.com/documentation/apple-silicon/about-the-rosetta-translation-environment",
        "https://developer.apple.com/documentation/macos-release-notes/macos-15-release-notes (Rosetta)",
        "https://github.com/tensorflow/tensorflow/issues/46178",
        "https://github.com/tensorflow/tensorflow/issues/58339",
        "https://github.com/pola-rs/polars/issues/17687",
        "https://github.com/benfred/implicit/issues/582",
    ];

    /// <inheritdoc/>
    public override IEnumerable<Finding> Examine(RuleContext context)
    {
        if (context.Target is not { Translation: "rosetta", OsVersion: { } version } || version >= FirstWithAvx) yield break;
        foreach ((InstalledDistribution distribution, CpuLimit limit) in CpuLimit.In(context.Environment))
        {
            if (!context.IsInScope(distribution)) continue;
            Remedy native = new Remedy.Recreate("only native code is free of this");
            yield return new Finding
            {
                Code = Info.Code,
                Severity = Severity.Warning,
                Title = $"the x86_64 build of {distribution.Name} uses AVX, and Rosetta 2 does not translate it before macOS 15; this is macOS {version}",
                Path = distribution.MetadataPath,
                Notes = [$"what is seen then: {limit.Outcome}"],
                Remedies = limit.Instead is { } instead ? [new Remedy.Install(instead), native] : [native],
                Sources = Sources,
            };
        }
    }
}
