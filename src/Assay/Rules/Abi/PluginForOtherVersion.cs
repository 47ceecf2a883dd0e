using System.Collections.Immutable;
using Assay.Diagnostics;
using Assay.Environments;
using Assay.Loading;
using Assay.Primitives;
using Assay.Targets;

namespace Assay.Rules;

/// <summary>On macOS: a package that plugs into another was built for a release of it that is not the installed one.</summary>
public sealed class PluginForOtherVersion : CauseRule
{
    /// <inheritdoc/>
    public override RuleInfo Info { get; } = new("A309", "plugin-for-other-version", nameof(PluginForOtherVersion), "a package uses a symbol that the installed release of another package does not have");

    /// <inheritdoc/>
    public override Closeness Closeness => Closeness.Family;

    /// <inheritdoc/>
    public override ImmutableArray<string> Sources { get; } =
    [
        "https://github.com/apple-oss-distributions/dyld (dyld/Loader.cpp: resolveSymbol)",
        "https://github.com/tensorflow/tensorflow/issues/84167",
        "https://github.com/tensorflow/tensorflow/issues/81987",
        "https://github.com/tensorflow/tensorflow/issues/50541",
    ];

    /// <inheritdoc/>
    public override Finding? Explain(FailedImport failed, RuleContext context)
    {
        // Only a two-level symbol names the library that should have it.
        if (context.Target.Os != OperatingSystemKind.MacOs || failed.Load is not { Kind: LoadFailureKind.UndefinedSymbol, Symbol: { } symbol, Library: { } library, Version: null } load) return null;
        if (context.OwnerOf(load.Culprit) is not { } plugin || context.OwnerOf(library) is not { } host || plugin.NormalizedName == host.NormalizedName) return null;
        Finding finding = Cause(failed, $"{Named(plugin)} uses `{symbol}`, which `{PosixPath.Name(library)}` of {Named(host)} does not have", load.Culprit);
        return finding with
        {
            Remedies =
            [
                new Remedy.Advise($"look up which release of {host.Name} this {plugin.Name} is for, and install the two together"),
                new Remedy.Uninstall(plugin.Name, plugin.Location),
            ],
        };
    }

    private static string Named(InstalledDistribution distribution) => distribution.Version is { } version ? $"{distribution.Name} {version}" : distribution.Name;
}
