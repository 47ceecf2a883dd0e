using System.Collections.Immutable;
using Assay.Diagnostics;
using Assay.Loading;

namespace Assay.Rules;

/// <summary>A string pool that begins at no multiple of 8, as strip and other linkers than Apple's leave it; refused since macOS 27.</summary>
public sealed class MisalignedStringPool : CauseRule
{
    /// <inheritdoc/>
    public override RuleInfo Info { get; } = new("A118", "misaligned-string-pool", nameof(MisalignedStringPool), "the string pool of a file does not begin at a multiple of 8, which macOS 27 refuses");

    /// <inheritdoc/>
    public override Closeness Closeness => Closeness.Family;

    /// <inheritdoc/>
    public override ImmutableArray<string> Sources { get; } =
    [
        "https://github.com/MapleTechLabs/maple/issues/932",
        "https://github.com/rust-lang/rust/issues/157750",
        "https://github.com/apple-oss-distributions/cctools (include/mach-o/loader.h: symtab_command)",
    ];

    /// <inheritdoc/>
    public override Finding? Explain(FailedImport failed, RuleContext context)
    {
        if (failed.Load is not { Kind: LoadFailureKind.StrictHeader, Evidence: [{ Record: "LC_SYMTAB", Field: "stroff" } pool, ..] } load) return null;
        string file = load.Culprit ?? load.Opened;
        return Cause(failed, $"the string pool of {Quoted(file)} begins at {pool.Value}, and {MachHeaderWords.System(context.Target)} wants a multiple of 8", file) with
        {
            Notes = [.. PythonText.Behind(failed), MachHeaderWords.Gate(failed.Culprit)],
            Remedies = [.. UpgradeOwner(context, file), new Remedy.Advise("if you build it: leave out `strip`, or link it with Apple's linker")],
        };
    }
}
