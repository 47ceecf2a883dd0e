using System.Collections.Immutable;
using Assay.Diagnostics;
using Assay.Loading;

namespace Assay.Rules;

/// <summary>A section without content that has a place in the file all the same, as older linkers wrote it; refused since macOS 27.</summary>
public sealed class ZeroFillWithOffset : CauseRule
{
    /// <inheritdoc/>
    public override RuleInfo Info { get; } = new("A117", "zero-fill-with-offset", nameof(ZeroFillWithOffset), "a section without content has a place in the file, which macOS 27 refuses");

    /// <inheritdoc/>
    public override Closeness Closeness => Closeness.Family;

    /// <inheritdoc/>
    public override ImmutableArray<string> Sources { get; } =
    [
        "https://github.com/scipy/scipy/issues/25635",
        "https://github.com/Kiln-AI/Kiln/pull/1771",
        "https://github.com/apple-oss-distributions/cctools (include/mach-o/loader.h: section_64, S_THREAD_LOCAL_ZEROFILL)",
    ];

    /// <inheritdoc/>
    public override Finding? Explain(FailedImport failed, RuleContext context)
    {
        if (failed.Load is not { Kind: LoadFailureKind.StrictHeader, Evidence: [{ Record: "section_64", Field: "offset" }, ..] } load) return null;
        string file = load.Culprit ?? load.Opened;
        return Cause(failed, $"{Quoted(file)} has a section without content that claims a place in the file, which {MachHeaderWords.System(context.Target)} does not accept", file) with
        {
            Notes = [.. PythonText.Behind(failed), MachHeaderWords.Gate(failed.Culprit)],
            Remedies = [.. UpgradeOwner(context, file), .. Else(context, file)],
        };
    }

    private static ImmutableArray<Remedy> Else(RuleContext context, string file) => UpgradeOwner(context, file).IsEmpty
        ? [new Remedy.Advise("link it again with a linker of Xcode 16.3 or later, which writes 0 there")]
        : [];
}
