using System.Collections.Immutable;
using Assay.Diagnostics;

namespace Assay.Rules;

/// <summary>A conda prefix has packages of channels that are built apart from each other.</summary>
public sealed class MixedCondaChannels : Rule
{
    /// <inheritdoc/>
    public override RuleInfo Info { get; } = new("A519", "mixed-conda-channels", nameof(MixedCondaChannels), "a conda environment has packages of Anaconda's own channels and of conda-forge");

    /// <inheritdoc/>
    public override ImmutableArray<string> Sources { get; } =
    [
        "https://conda-forge.org/docs/user/transitioning_from_defaults/",
        "https://docs.conda.io/projects/conda/en/stable/user-guide/tasks/manage-channels.html (strict channel priority)",
    ];

    /// <inheritdoc/>
    public override IEnumerable<Finding> Examine(RuleContext context)
    {
        if (context.Scope is not null) yield break;
        (string Channel, int Packages)[] own = [.. context.Conda.Channels.Where(channel => IsAnacondas(channel.Channel))], forge = [.. context.Conda.Channels.Where(channel => channel.Channel == "conda-forge")];
        if (own.Length == 0 || forge.Length == 0) yield break;
        yield return new Finding
        {
            Code = Info.Code,
            Severity = Severity.Note,
            Title = $"{Count(own.Sum(channel => channel.Packages))} of Anaconda's channels and {Count(forge[0].Packages)} of conda-forge are mixed in one environment",
            Path = context.Environment.Prefix,
            Notes = [.. context.Conda.Channels.Select(channel => $"{channel.Channel}: {Count(channel.Packages)}")],
            Remedies = [new Remedy.Advise("take all packages from one of them: make a new environment with `--override-channels --channel conda-forge`")],
            Sources = Sources,
        };
    }

    private static bool IsAnacondas(string channel) => channel is "defaults" or "anaconda" || channel.StartsWith("pkgs/", StringComparison.Ordinal);

    private static string Count(int packages) => packages == 1 ? "1 package" : $"{packages} packages";
}
