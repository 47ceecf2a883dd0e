using System.Collections.Immutable;
using Assay.Diagnostics;

namespace Assay.Rules;

/// <summary>A package that computes with Accelerate wants its newer interface, on a macOS before 13.3.</summary>
public sealed class AccelerateTooOld : CauseRule
{
    /// <inheritdoc/>
    public override RuleInfo Info { get; } = new("A402", "accelerate-too-old", nameof(AccelerateTooOld), "a package wants the newer interface of Accelerate, which came with macOS 13.3");

    /// <inheritdoc/>
    public override Closeness Closeness => Closeness.Family;

    /// <inheritdoc/>
    public override ImmutableArray<string> Sources { get; } =
    [
        "https://developer.apple.com/documentation/macos-release-notes/macos-13_3-release-notes (Accelerate)",
        "https://github.com/numpy/numpy/pull/24053",
        "https://github.com/numpy/numpy/issues/25026",
        "https://github.com/numpy/numpy/issues/30230",
    ];

    /// <inheritdoc/>
    public override Finding? Explain(FailedImport failed, RuleContext context)
    {
        if (NewerSystem.Of(failed, context) is not { } load || !NewerSystem.IsNewAccelerate(load.Symbol!)) return null;
        Finding finding = Cause(failed, $"{Quoted(load.Culprit)} uses the interface that Accelerate got with macOS {load.Version} (`{load.Symbol}`); this is {NewerSystem.Running(context)}", load.Culprit);
        return finding with { Notes = [.. finding.Notes, .. NewerSystem.Notes(failed, context, load)], Remedies = NewerSystem.Cure(context, load) };
    }
}
