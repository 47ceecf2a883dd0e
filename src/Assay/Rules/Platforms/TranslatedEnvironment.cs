using System.Collections.Immutable;
using Assay.Diagnostics;

namespace Assay.Rules;

/// <summary>A whole environment of x86_64 on Apple Silicon: it works, translated.</summary>
public sealed class TranslatedEnvironment : Rule
{
    /// <inheritdoc/>
    public override RuleInfo Info { get; } = new("A214", "translated-environment", nameof(TranslatedEnvironment), "the whole environment is x86_64 code that Rosetta 2 translates");

    /// <inheritdoc/>
    public override ImmutableArray<string> Sources { get; } =
    [
        "https://developer.apple.com/documentation/apple-silicon/about-the-rosetta-translation-environment",
        "https://github.com/ContinuumIO/anaconda-issues/issues/13236",
        "https://github.com/conda-forge/miniforge (installers by processor)",
    ];

    /// <inheritdoc/>
    public override IEnumerable<Finding> Examine(RuleContext context)
    {
        // Where nothing translates, that is the finding.
        if (!RosettaWords.IsTranslated(context) || context.MacOs?.HasRosetta == false) yield break;
        yield return new Finding
        {
            Code = Info.Code,
            Severity = Severity.Note,
            Title = "this Python has only x86_64 code: on Apple Silicon Rosetta 2 translates it and all its packages, which costs speed",
            Path = context.Environment.RealExecutable,
            Remedies = [new Remedy.Recreate("this Python and its packages are x86_64")],
            Sources = Sources,
        };
    }
}
