using System.Collections.Immutable;
using Assay.Diagnostics;
using Assay.Loading;

namespace Assay.Rules;

/// <summary>A binary built on a newer system than the one it is to run on.</summary>
public sealed class GlibcTooOld : CauseRule
{
    private const string Family = "GLIBC_";

    /// <inheritdoc/>
    public override RuleInfo Info { get; } = new("A210", "glibc-too-old", nameof(GlibcTooOld), "a binary needs a newer C library than this system has");

    /// <inheritdoc/>
    public override Closeness Closeness => Closeness.Family;

    /// <inheritdoc/>
    public override ImmutableArray<string> Sources { get; } =
    [
        "https://peps.python.org/pep-0600/ (manylinux tags name the oldest glibc)",
        "https://www.akkadia.org/drepper/symbol-versioning",
        "https://github.com/pyg-team/pyg-lib/issues/548",
    ];

    /// <inheritdoc/>
    public override Finding? Explain(FailedImport failed, RuleContext context)
    {
        if (failed.Load is not { Kind: LoadFailureKind.MissingVersion, Version: { } version } load) return null;
        if (!version.StartsWith(Family, StringComparison.Ordinal) || !char.IsAsciiDigit(version[^1]) || version.Length == Family.Length) return null;
        string requester = load.Requester ?? load.Opened;
        string? have = load.OfferedVersions.LastOrDefault(offered => offered.StartsWith(Family + "2", StringComparison.Ordinal));
        string title = have is null
            ? $"{Quoted(requester)} needs glibc {version[Family.Length..]}, this system has an older one"
            : $"{Quoted(requester)} needs glibc {version[Family.Length..]}, this system has {have[Family.Length..]}";
        ImmutableArray<Remedy> older = context.OwnerOf(requester) is { } owner ? [new Remedy.Install($"{owner.Name}<{owner.Version}")] : [];
        return Cause(failed, title, requester) with { Remedies = [.. older, new Remedy.Advise("or use a newer release of the system or image; glibc itself cannot be upgraded alone")] };
    }
}
