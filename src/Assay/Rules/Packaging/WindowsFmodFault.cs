using System.Collections.Immutable;
using Assay.Diagnostics;
using Assay.Targets;

namespace Assay.Rules;

/// <summary>NumPy 1.19.4 refuses to be imported on releases of Windows 10 whose C runtime has a fault.</summary>
public sealed class WindowsFmodFault : Rule
{
    /// <inheritdoc/>
    public override RuleInfo Info { get; } = new("A517", "windows-fmod-fault", nameof(WindowsFmodFault), "an old NumPy fails its own check on Windows 10 of 2020");

    /// <inheritdoc/>
    public override ImmutableArray<string> Sources { get; } =
    [
        "https://github.com/numpy/numpy/blob/v1.19.4/numpy/__init__.py (_win_os_check)",
        "https://github.com/numpy/numpy/issues/16744",
        "https://numpy.org/doc/stable/release/1.19.5-notes.html",
    ];

    /// <inheritdoc/>
    public override IEnumerable<Finding> Examine(RuleContext context)
    {
        // A named release other than Windows 10 does not have the fault.
        if (context.Target.Os != OperatingSystemKind.Windows || context.Target.OsVersion is { Major: not 10 }) yield break;
        if (context.Environment.Distributions.FirstOrDefault(distribution => distribution is { NormalizedName: "numpy", Version: "1.19.4" }) is not { } numpy || !context.IsInScope(numpy)) yield break;
        yield return new Finding
        {
            Code = Info.Code,
            Severity = Severity.Warning,
            Title = "`numpy 1.19.4` raises RuntimeError on Windows 10 of version 2004 and 20H2 without the update of February 2021: its C runtime computes `fmod` wrongly",
            Path = numpy.MetadataPath,
            Remedies = [new Remedy.Install("numpy>=1.19.5"), new Remedy.Advise("or bring the updates of Windows")],
            Sources = Sources,
        };
    }
}
