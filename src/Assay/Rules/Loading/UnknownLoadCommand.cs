using System.Collections.Immutable;
using Assay.Diagnostics;
using Assay.Loading;

namespace Assay.Rules;

/// <summary>A file linked for a newer macOS: it holds a load command that must be understood, and this dynamic linker does not know it.</summary>
public sealed class UnknownLoadCommand : CauseRule
{
    /// <inheritdoc/>
    public override RuleInfo Info { get; } = new("A120", "unknown-load-command", nameof(UnknownLoadCommand), "a file has a load command that this version of macOS does not know and may not ignore");

    /// <inheritdoc/>
    public override Closeness Closeness => Closeness.Family;

    /// <inheritdoc/>
    public override ImmutableArray<string> Sources { get; } =
    [
        "https://github.com/pytorch/pytorch/issues/78938",
        "https://github.com/apple-oss-distributions/cctools (include/mach-o/loader.h: LC_REQ_DYLD)",
        "https://github.com/apple-oss-distributions/dyld (mach_o/Header.cpp)",
    ];

    /// <inheritdoc/>
    public override Finding? Explain(FailedImport failed, RuleContext context)
    {
        if (failed.Load is not { Kind: LoadFailureKind.StrictHeader, Evidence: [{ Field: "cmd" } command, ..] } load || !load.Message.Contains("unknown required load command", StringComparison.Ordinal)) return null;
        string file = load.Culprit ?? load.Opened;
        return Cause(failed, $"{Quoted(file)} has the load command {command.Value}, which {MachHeaderWords.System(context.Target)} does not know: it was linked for a newer one", file) with
        {
            Remedies = [.. ReinstallOwner(context, file), new Remedy.Advise("update macOS, or install a release of the package that was built for this version of it")],
        };
    }
}
