using System.Collections.Immutable;
using Assay.Diagnostics;

namespace Assay.Rules;

/// <summary>A file wants a symbol that macOS got later.</summary>
public sealed class MacOsTooOld : CauseRule
{
    /// <inheritdoc/>
    public override RuleInfo Info { get; } = new("A213", "mac-os-too-old", nameof(MacOsTooOld), "a binary wants something that this macOS does not have yet");

    /// <inheritdoc/>
    public override Closeness Closeness => Closeness.Family;

    /// <inheritdoc/>
    public override ImmutableArray<string> Sources { get; } =
    [
        "https://github.com/apple-oss-distributions/dyld (dyld/Loader.cpp, dyld/JustInTimeLoader.cpp)",
        "https://packaging.python.org/en/latest/specifications/platform-compatibility-tags/ (macOS)",
        "https://github.com/milesgranger/cramjam/issues/98",
        "https://github.com/libgit2/pygit2/issues/1026",
        "https://github.com/tensorflow/tensorflow/issues/53309",
    ];

    /// <inheritdoc/>
    public override Finding? Explain(FailedImport failed, RuleContext context)
    {
        if (NewerSystem.Of(failed, context) is not { } load || NewerSystem.IsNewAccelerate(load.Symbol!)) return null;
        string title = $"{Quoted(load.Culprit)} uses `{load.Symbol}` of {NewerSystem.Called(load.Library!)}, which is in macOS {load.Version} and not in {NewerSystem.Running(context)}";
        Finding finding = Cause(failed, title, load.Culprit);
        return finding with { Notes = [.. finding.Notes, .. NewerSystem.Notes(failed, context, load)], Remedies = NewerSystem.Cure(context, load) };
    }
}
