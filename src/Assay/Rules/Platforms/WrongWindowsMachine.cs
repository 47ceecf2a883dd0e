using System.Collections.Immutable;
using Assay.Diagnostics;
using Assay.Loading;
using Assay.Targets;

namespace Assay.Rules;

/// <summary>On Windows: a DLL or extension for another machine.</summary>
public sealed class WrongWindowsMachine : CauseRule
{
    /// <inheritdoc/>
    public override RuleInfo Info { get; } = new("A207", "wrong-windows-machine", nameof(WrongWindowsMachine), "a Windows binary is built for another machine than this Python");

    /// <inheritdoc/>
    public override ImmutableArray<string> Sources { get; } =
    [
        "https://learn.microsoft.com/en-us/windows/win32/debug/pe-format#machine-types",
        "https://github.com/pytorch/pytorch/issues/27693",
    ];

    /// <inheritdoc/>
    public override Finding? Explain(FailedImport failed, RuleContext context)
    {
        if (failed.Load is not { Kind: LoadFailureKind.WrongArchitecture } load || context.Target.Os != OperatingSystemKind.Windows) return null;
        string file = load.Culprit ?? load.Opened;
        return Cause(failed, $"{Quoted(file)} is built for {PlatformWords.List(failed.Culprit, OperatingSystemKind.Windows)}, this Python is {PlatformWords.Of(context.Target.Architecture, OperatingSystemKind.Windows)}", file) with
        {
            Remedies = [.. ReinstallOwner(context, file), new Remedy.Advise("if the package has no wheel for this machine, use a Python of the machine it has one for")],
        };
    }
}
