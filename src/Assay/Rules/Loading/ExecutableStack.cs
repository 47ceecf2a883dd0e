using System.Collections.Immutable;
using Assay.Diagnostics;
using Assay.Loading;

namespace Assay.Rules;

/// <summary>A library that asks for an executable stack, which newer systems refuse.</summary>
public sealed class ExecutableStack : CauseRule
{
    /// <inheritdoc/>
    public override RuleInfo Info { get; } = new("A107", "executable-stack", nameof(ExecutableStack), "a library asks for an executable stack, and this system does not give one");

    /// <inheritdoc/>
    public override ImmutableArray<string> Sources { get; } =
    [
        "https://sourceware.org/git/?p=glibc.git;a=blob;f=NEWS (version 2.41: dlopen no longer makes the stack executable)",
        "https://github.com/OpenNMT/CTranslate2/issues/1849",
    ];

    /// <inheritdoc/>
    public override Finding? Explain(FailedImport failed, RuleContext context)
    {
        if (failed.Load is not { Kind: LoadFailureKind.ExecutableStack } load) return null;
        string file = load.Culprit ?? load.Opened;
        ImmutableArray<Remedy> upgrade = context.OwnerOf(file) is { } owner ? [new Remedy.Install($"{owner.Name}>{owner.Version}")] : [];
        return Cause(failed, $"{Quoted(file)} asks for an executable stack", file) with
        {
            Remedies = [.. upgrade, new Remedy.Advise($"or clear the flag in place, if the code does without: `patchelf --clear-execstack {file}`")],
        };
    }
}
