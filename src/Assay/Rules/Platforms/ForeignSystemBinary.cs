using System.Collections.Immutable;
using Assay.Binaries;
using Assay.Diagnostics;
using Assay.Loading;

namespace Assay.Rules;

/// <summary>A binary for another operating system: the package was installed there and copied here.</summary>
public sealed class ForeignSystemBinary : CauseRule
{
    /// <inheritdoc/>
    public override RuleInfo Info { get; } = new("A204", "foreign-system-binary", nameof(ForeignSystemBinary), "an extension is built for another operating system or processor than the one it is to run on");

    /// <inheritdoc/>
    public override Closeness Closeness => Closeness.Damage;

    /// <inheritdoc/>
    public override ImmutableArray<string> Sources { get; } =
    [
        "https://packaging.python.org/en/latest/specifications/platform-compatibility-tags/",
        "https://github.com/pydantic/pydantic/issues/6557",
    ];

    /// <inheritdoc/>
    public override Finding? Explain(FailedImport failed, RuleContext context)
    {
        string own = PlatformWords.Of(context.Target.Os);
        if (failed.Load is { Kind: LoadFailureKind.NotABinary or LoadFailureKind.WrongArchitecture or LoadFailureKind.InvalidHeader } load
            && failed.Culprit is { Format: not BinaryFormat.Unknown } glance
            && glance.Format != BinaryFiles.FormatOf(context.Target.Os))
        {
            string file = load.Culprit ?? load.Opened;
            return Cause(failed, $"{Quoted(file)} is a {PlatformWords.Of(glance.Format)} binary, this is {own}", file) with { Remedies = Cure(context, file) };
        }

        if (failed.Missing is not { } missing) return null;
        ExtensionTag? accepted = ExtensionTag.First(context.Environment.ExtensionSuffixes);
        foreach (string miss in missing.NearMisses)
        {
            if (ExtensionTag.Of(miss) is not { Platform: not null } tag || accepted?.Platform is null || tag.Platform == accepted.Platform) continue;
            // A tag of this very Python for another platform: only the platform is wrong. Another Python's tag is for the next rule.
            return Cause(failed, $"{Quoted(miss)} is built for {tag.PlatformWord}, this Python is for {accepted.PlatformWord}", miss) with { Remedies = Cure(context, miss) };
        }

        return null;
    }

    private static ImmutableArray<Remedy> Cure(RuleContext context, string file) =>
        [.. ReinstallOwner(context, file), new Remedy.Advise("install packages on the system that will run them, or for it: `pip install --platform TAG --only-binary=:all: --target DIR`")];
}
