using System.Collections.Immutable;
using Assay.Diagnostics;
using Assay.Loading;

namespace Assay.Rules;

/// <summary>A 32-bit library in a 64-bit process, or the other way round.</summary>
public sealed class WrongElfClass : CauseRule
{
    /// <inheritdoc/>
    public override RuleInfo Info { get; } = new("A205", "wrong-elf-class", nameof(WrongElfClass), "a 32-bit library meets a 64-bit Python, or the other way round");

    /// <inheritdoc/>
    public override ImmutableArray<string> Sources { get; } = ["https://refspecs.linuxfoundation.org/elf/gabi4+/ch4.eheader.html (EI_CLASS)", "https://github.com/stlehmann/pyads/issues/365"];

    /// <inheritdoc/>
    public override Finding? Explain(FailedImport failed, RuleContext context)
    {
        if (failed.Load is not { Kind: LoadFailureKind.WrongClass } load) return null;
        string file = load.Culprit ?? load.Opened;
        string what = failed.Culprit is { Architectures.IsEmpty: false } ? PlatformWords.List(failed.Culprit, context.Target.Os) : "the other word size";
        return Cause(failed, $"{Quoted(file)} is built for {what}, this Python is {PlatformWords.Of(context.Target.Architecture, context.Target.Os)}", file) with
        {
            Remedies = [.. ReinstallOwner(context, file), new Remedy.Advise("check what Python itself is, not the kernel: `uname -m` may say 64-bit under a 32-bit system")],
        };
    }
}
