using System.Collections.Immutable;
using Assay.Diagnostics;
using Assay.Loading;

namespace Assay.Rules;

/// <summary>A binary of the right kind with a header or table that the loader refuses.</summary>
public sealed class DamagedBinary : CauseRule
{
    /// <inheritdoc/>
    public override RuleInfo Info { get; } = new("A003", "damaged-binary", nameof(DamagedBinary), "a header or table of a binary says something the loader refuses");

    /// <inheritdoc/>
    public override ImmutableArray<string> Sources { get; } = ["https://refspecs.linuxfoundation.org/elf/gabi4+/ch4.eheader.html", "https://github.com/NixOS/patchelf/issues/492"];

    /// <inheritdoc/>
    public override Finding? Explain(FailedImport failed, RuleContext context)
    {
        if (failed.Load is not { Kind: LoadFailureKind.InvalidHeader or LoadFailureKind.NotLoadable or LoadFailureKind.UnknownRelocation or LoadFailureKind.LoaderAssertion } load) return null;
        string file = load.Culprit ?? load.Opened;
        string title = load.Kind switch
        {
            LoadFailureKind.NotLoadable => $"{Quoted(file)} is not a library that can be loaded",
            LoadFailureKind.UnknownRelocation => $"{Quoted(file)} holds a relocation the loader does not know",
            LoadFailureKind.LoaderAssertion => $"the tables of {Quoted(file)} contradict each other, and the loader gives up the whole process",
            _ => $"the header of {Quoted(file)} is damaged",
        };
        return Cause(failed, title, file) with { Remedies = [.. ReinstallOwner(context, file), new Remedy.Advise("do not run strip, patchelf or a packer over installed libraries")] };
    }
}
