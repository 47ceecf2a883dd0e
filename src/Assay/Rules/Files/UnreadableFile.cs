using System.Collections.Immutable;
using Assay.Diagnostics;
using Assay.Loading;

namespace Assay.Rules;

/// <summary>A library that the user may not read or map.</summary>
public sealed class UnreadableFile : CauseRule
{
    /// <inheritdoc/>
    public override RuleInfo Info { get; } = new("A005", "unreadable-file", nameof(UnreadableFile), "a library is there but may not be read or mapped");

    /// <inheritdoc/>
    public override ImmutableArray<string> Sources { get; } = ["https://man7.org/linux/man-pages/man2/open.2.html (EACCES)", "https://github.com/GrahamDumpleton/mod_wsgi/issues/387"];

    /// <inheritdoc/>
    public override Finding? Explain(FailedImport failed, RuleContext context)
    {
        if (failed.Load is not { Kind: LoadFailureKind.PermissionDenied } load) return null;
        string file = load.Culprit ?? load.Opened;
        return Cause(failed, $"{Quoted(file)} may not be read", file) with
        {
            Remedies = [new Remedy.Advise($"give the user who runs Python the right to read the file: `chmod a+r {file}`"), .. ReinstallOwner(context, file)],
        };
    }
}
