using System.Collections.Immutable;
using Assay.Diagnostics;
using Assay.Loading;

namespace Assay.Rules;

/// <summary>A library that is on none of the paths the loader searches.</summary>
public sealed class MissingLibrary : CauseRule
{
    /// <inheritdoc/>
    public override RuleInfo Info { get; } = new("A101", "missing-library", nameof(MissingLibrary), "a library that a binary needs is on none of the paths the loader searches");

    /// <inheritdoc/>
    public override ImmutableArray<string> Sources { get; } =
    [
        "https://man7.org/linux/man-pages/man8/ld.so.8.html (the search order)",
        "https://refspecs.linuxfoundation.org/elf/gabi4+/ch5.dynamic.html (DT_NEEDED)",
    ];

    /// <inheritdoc/>
    public override Finding? Explain(FailedImport failed, RuleContext context)
    {
        if (failed.Load is not { Kind: LoadFailureKind.MissingLibrary } load) return null;
        string library = load.Library ?? load.Opened;
        return Cause(failed, $"`{library}` is on none of the paths the loader searches", load.Requester ?? load.Opened) with
        {
            Remedies = [new Remedy.ProvideLibrary(library)],
        };
    }
}
